package io.cairndb.service.metrics;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Times calls with one answer by method and status, on both sides. A call nobody waits for any more
 * counts as {@code CANCELLED} where it was made; where it was dealt with it is not counted. Methods
 * are bounded by the contracts: others are refused before they come here.
 */
public final class CallTimes {
  private final Histograms client;
  private final Histograms server;

  public CallTimes(MeterRegistry registry) {
    client = new Histograms(registry, SharedMetric.RPC_CLIENT_CALL, "method", "status");
    server = new Histograms(registry, SharedMetric.RPC_SERVER_CALL, "method", "status");
  }

  public ClientInterceptor ofCallsMade() {
    return new ClientInterceptor() {
      @Override
      public <Q, A> ClientCall<Q, A> interceptCall(
          MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        ClientCall<Q, A> call = next.newCall(method, options);
        return method.getType() == MethodType.UNARY
            ? timed(call, method.getFullMethodName())
            : call;
      }
    };
  }

  private <Q, A> ClientCall<Q, A> timed(ClientCall<Q, A> call, String method) {
    return new SimpleForwardingClientCall<>(call) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        long began = client.now();
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                client.record(method, status.getCode().name(), began);
                super.onClose(status, trailers);
              }
            },
            headers);
      }
    };
  }

  public ServerInterceptor ofCallsAnswered() {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        MethodDescriptor<Q, A> method = call.getMethodDescriptor();
        return next.startCall(
            method.getType() == MethodType.UNARY ? timed(call, method.getFullMethodName()) : call,
            headers);
      }
    };
  }

  private <Q, A> ServerCall<Q, A> timed(ServerCall<Q, A> call, String method) {
    long began = server.now();
    return new SimpleForwardingServerCall<>(call) {
      @Override
      public void close(Status status, Metadata trailers) {
        server.record(method, status.getCode().name(), began);
        super.close(status, trailers);
      }
    };
  }
}
