package io.cairndb.rpc.node;

import io.cairndb.env.Clock;
import io.cairndb.rpc.CallFailedException;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import io.cairndb.rpc.proto.Empty;
import io.cairndb.rpc.proto.LivenessGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ClientStreamTracer;
import io.grpc.ConnectivityState;
import io.grpc.Context;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends calls of one process at once while it hangs. Such a process keeps its connections open and
 * takes new ones, so that nothing else would end them before their deadlines.
 *
 * <p>Algorithm:
 *
 * <ol>
 *   <li>Whatever the process sends in answer to any call is a sign of life.
 *   <li>When a call has waited without any sign of life for as long as {@code suspectAfter}, the
 *       process is probed: by a call that every server answers, whatever else it does.
 *   <li>Two probes in a row that are not answered by their deadlines open the circuit; one may be
 *       late since this process stood still. Further calls end at once, and have certainly not been
 *       done. Those under way are left to their deadlines: they may have been done, and may still
 *       be answered.
 *   <li>While the circuit is open, one probe after the other is under way. A sign of life, late
 *       answers included, closes it.
 * </ol>
 *
 * <p>A call that takes long is thus not held against a process that answers probes, and neither are
 * streams, which may be silent for long. A process that cannot be connected to is not this class's:
 * its channel ends calls at once by itself.
 *
 * <p>Bounded: at most one probe and one timer. Thread-safe, without locks; counters may race, which
 * costs a probe and never opens the circuit.
 */
final class PeerCircuit {
  private static final Logger LOG = LoggerFactory.getLogger(PeerCircuit.class);
  private static final int PROBES_MISSED = 2;
  private static final Duration PROBE_PAUSE = Duration.ofMillis(250);

  private final HostPort address;
  private final ManagedChannel channel;
  private final Channel guarded;
  private final Channel forProbes;
  private final RpcOptions.Patience patience;
  private final Clock clock;
  private final Delays delays;
  private final Counters counters;
  private final ClientStreamTracer tracer = new SignsOfLife();
  private final ClientStreamTracer.Factory signs = new OneTracer(tracer);

  /** Calls under way that are owed an answer. */
  private final AtomicInteger waiting = new AtomicInteger();

  private final AtomicBoolean watched = new AtomicBoolean();
  private final AtomicBoolean probing = new AtomicBoolean();

  /** When the last sign of life came, or the first call after it began to wait. */
  private volatile long silentSince;

  /** Whether a call has begun since the last sign of life. */
  private volatile boolean unanswered;

  /** Whether there has been a sign of life since the probe under way was sent. */
  private volatile boolean heard;

  /** Probes in a row that nothing was heard after; confined to the probe under way. */
  private int missed;

  private volatile boolean open;

  /** Of all circuits of a process. */
  static final class Counters {
    final LongAdder refused = new LongAdder();
    final LongAdder probes = new LongAdder();
  }

  /** What a circuit needs of its process. */
  record Environment(RpcOptions.Patience patience, Clock clock, Delays delays, Counters counters) {}

  PeerCircuit(HostPort address, ManagedChannel channel, Environment environment) {
    this.address = address;
    this.channel = channel;
    patience = environment.patience();
    clock = environment.clock();
    delays = environment.delays();
    counters = environment.counters();
    guarded = ClientInterceptors.intercept(channel, new Guard());
    forProbes = ClientInterceptors.intercept(channel, new Listening());
  }

  /** The channel to be used for calls. */
  Channel channel() {
    return guarded;
  }

  boolean isOpen() {
    return open;
  }

  private void beginsToWait() {
    if (waiting.getAndIncrement() == 0 && !unanswered) {
      silentSince = clock.nanoTime();
    }
    unanswered = true;
    watch();
  }

  private void watch() {
    if (!watched.get() && watched.compareAndSet(false, true)) {
      delays.after(patience.suspectAfter(), this::look);
    }
  }

  private boolean mustBeWatched() {
    return !open && (unanswered || waiting.get() > 0);
  }

  private void look() {
    if (!mustBeWatched()) {
      watched.set(false);
      if (mustBeWatched()) {
        watch();
      }
      return;
    }
    Duration rest = patience.suspectAfter().minusNanos(clock.nanoTime() - silentSince);
    if (rest.isPositive()) {
      delays.after(rest, this::look);
    } else {
      probe();
      delays.after(patience.suspectAfter(), this::look);
    }
  }

  private void alive() {
    silentSince = clock.nanoTime();
    unanswered = false;
    heard = true;
    if (open) {
      close("answers again");
    }
  }

  private void probe() {
    if (!probing.compareAndSet(false, true)) {
      return;
    }
    heard = false;
    counters.probes.increment();
    // It outlives whatever call it is sent for.
    Context previous = Context.ROOT.attach();
    try {
      var _ =
          Calls.ask(
                  forProbes,
                  LivenessGrpc.getProbeMethod(),
                  Empty.getDefaultInstance(),
                  patience.probeDeadline())
              .whenComplete((answer, failure) -> probeEnded(failure));
    } finally {
      Context.ROOT.detach(previous);
    }
  }

  private void probeEnded(@Nullable Throwable failure) {
    boolean silent = !heard;
    boolean late =
        failure instanceof CallFailedException call
            && call.failure().kind() == CallFailure.Kind.LATE;
    missed = silent && late ? missed + 1 : 0;
    if (missed == PROBES_MISSED) {
      open();
    }
    probing.set(false);
    if (silent && late) {
      probe();
    } else if (silent) {
      probeLost();
    }
  }

  /** The probe could not be sent, or its connection was lost, as when keep-alive gave it up. */
  private void probeLost() {
    ConnectivityState state = channel.getState(false);
    if (state == ConnectivityState.TRANSIENT_FAILURE || state == ConnectivityState.SHUTDOWN) {
      unanswered = false;
      close("cannot be reached");
    } else if (open) {
      delays.after(PROBE_PAUSE, this::probe);
    }
  }

  private void open() {
    if (!open) {
      open = true;
      LOG.warn(
          "A service does not answer, calls of it fail at once until it does: address={}", address);
    }
  }

  private void close(String why) {
    if (open) {
      open = false;
      LOG.info("A service that did not answer {}: address={}", why, address);
    }
  }

  /** In front of every call. */
  private final class Guard implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      if (open) {
        counters.refused.increment();
        return new Refused<>(
            Status.UNAVAILABLE.withDescription(address + " does not answer: it may hang"));
      }
      ClientCall<Q, A> call = next.newCall(method, options.withStreamTracerFactory(signs));
      return method.getType() == MethodType.UNARY ? new Awaited<>(call) : call;
    }
  }

  /** In front of probes. */
  private final class Listening implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return next.newCall(method, options.withStreamTracerFactory(signs));
    }
  }

  private final class SignsOfLife extends ClientStreamTracer {
    @Override
    public void inboundHeaders() {
      alive();
    }

    @Override
    public void inboundMessage(int sequence) {
      alive();
    }

    @Override
    public void inboundTrailers(Metadata trailers) {
      alive();
    }
  }

  /** Tracers here know nothing of their calls, so one does for all. */
  private static final class OneTracer extends ClientStreamTracer.Factory {
    private final ClientStreamTracer tracer;

    OneTracer(ClientStreamTracer tracer) {
      this.tracer = tracer;
    }

    @Override
    public ClientStreamTracer newClientStreamTracer(
        ClientStreamTracer.StreamInfo info, Metadata headers) {
      return tracer;
    }
  }

  private final class Awaited<Q, A> extends SimpleForwardingClientCall<Q, A> {
    Awaited(ClientCall<Q, A> call) {
      super(call);
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      beginsToWait();
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              waiting.decrementAndGet();
              super.onClose(status, trailers);
            }
          },
          headers);
    }
  }

  /** A call that ends before anything of it is sent. */
  private static final class Refused<Q, A> extends ClientCall<Q, A> {
    private final Status status;

    Refused(Status status) {
      this.status = status;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      listener.onClose(status, new Metadata());
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public void halfClose() {}

    @Override
    public void sendMessage(Q message) {}
  }
}
