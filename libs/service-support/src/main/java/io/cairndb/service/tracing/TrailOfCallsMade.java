package io.cairndb.service.tracing;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;

/** Sends the trail along with calls, and records each call that is part of a recorded trace. */
record TrailOfCallsMade(Tracing tracing) implements ClientInterceptor {
  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    Trail trail = Trail.current();
    ClientCall<Q, A> call = next.newCall(method, options);
    return trail == null ? call : new Followed<>(call, method.getFullMethodName(), trail);
  }

  private final class Followed<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final String method;
    private final Trail trail;

    Followed(ClientCall<Q, A> call, String method, Trail trail) {
      super(call);
      this.method = method;
      this.trail = trail;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      Span caller = trail.span();
      Span span = caller == null ? null : tracing.begin(method, SpanKind.CLIENT, caller);
      CallHeaders.write(headers, trail, span);
      super.start(span == null || span == caller ? listener : recorded(listener, span), headers);
    }

    private Listener<A> recorded(Listener<A> listener, Span span) {
      return new SimpleForwardingClientCallListener<>(listener) {
        @Override
        public void onClose(Status status, Metadata trailers) {
          SpanEnd.of(span, status);
          super.onClose(status, trailers);
        }
      };
    }
  }
}
