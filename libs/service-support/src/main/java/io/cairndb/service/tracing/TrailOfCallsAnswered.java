package io.cairndb.service.tracing;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;

/** Takes up the trail a call came with, and records each call that is part of a recorded trace. */
record TrailOfCallsAnswered(Tracing tracing) implements ServerInterceptor {
  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String requestId = CallHeaders.requestId(headers);
    Span caller = CallHeaders.caller(headers);
    if (requestId == null && caller == null) {
      return next.startCall(call, headers);
    }
    String method = call.getMethodDescriptor().getFullMethodName();
    Span span = caller == null ? null : tracing.begin(method, SpanKind.SERVER, caller);
    Context context = new Trail(tracing, requestId, span).in(Context.current());
    if (span == null || span == caller) {
      return Contexts.interceptCall(context, call, headers, next);
    }
    return new SimpleForwardingServerCallListener<>(
        Contexts.interceptCall(context, recorded(call, span), headers, next)) {
      @Override
      public void onCancel() {
        SpanEnd.of(span, Status.CANCELLED);
        super.onCancel();
      }
    };
  }

  private static <Q, A> ServerCall<Q, A> recorded(ServerCall<Q, A> call, Span span) {
    return new SimpleForwardingServerCall<>(call) {
      @Override
      public void close(Status status, Metadata trailers) {
        SpanEnd.of(span, status);
        super.close(status, trailers);
      }
    };
  }
}
