package io.cairndb.service.metrics;

import io.cairndb.rpc.proto.CoordinatorGrpc;
import io.cairndb.rpc.proto.IndexServiceGrpc;
import io.cairndb.rpc.proto.PartitionManagerGrpc;
import io.cairndb.rpc.proto.StorageNodeGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts, for each other service, the calls that have no answer yet and those that had none by
 * their deadline: a peer that does not answer shows in the first before it shows in the second.
 * Calls with one answer only. Thread-safe.
 */
public final class AwaitedCalls implements ClientInterceptor {
  /** Shown from the start: the first time-out would be lost on a counter that begins with it. */
  private static final List<String> SERVICES =
      List.of(
          CoordinatorGrpc.SERVICE_NAME,
          IndexServiceGrpc.SERVICE_NAME,
          PartitionManagerGrpc.SERVICE_NAME,
          StorageNodeGrpc.SERVICE_NAME);

  private final MeterRegistry registry;
  private final Map<String, Peer> peers = new ConcurrentHashMap<>();

  private record Peer(AtomicInteger inFlight, LongAdder timeouts) {}

  public AwaitedCalls(MeterRegistry registry) {
    this.registry = registry;
    SERVICES.forEach(this::peer);
  }

  /** The figures of a service by its full name, of which there are few. */
  private Peer peer(String service) {
    Peer known = peers.get(service);
    return known == null ? peers.computeIfAbsent(service, this::begin) : known;
  }

  private Peer begin(String service) {
    Peer peer = new Peer(new AtomicInteger(), new LongAdder());
    String name = service.substring(service.lastIndexOf('.') + 1);
    new Figures()
        .add(SharedMetric.RPC_CLIENT_IN_FLIGHT, "service", name, peer.inFlight()::get)
        .add(SharedMetric.RPC_CLIENT_TIMEOUTS, "service", name, peer.timeouts()::sum)
        .bindTo(registry);
    return peer;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    String service = method.getServiceName();
    return method.getType() == MethodType.UNARY && service != null
        ? counted(call, peer(service))
        : call;
  }

  private static <Q, A> ClientCall<Q, A> counted(ClientCall<Q, A> call, Peer peer) {
    return new SimpleForwardingClientCall<>(call) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        peer.inFlight().incrementAndGet();
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                peer.inFlight().decrementAndGet();
                if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
                  peer.timeouts().increment();
                }
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }
}
