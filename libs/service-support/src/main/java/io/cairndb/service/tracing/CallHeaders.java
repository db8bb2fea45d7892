package io.cairndb.service.tracing;

import io.grpc.Metadata;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/** A trail in the headers of a call. */
enum CallHeaders implements TextMapGetter<Metadata> {
  READER;

  private static final Metadata.Key<String> REQUEST_ID = key("cairn-request-id");
  private static final Metadata.Key<String> TRACE_PARENT = key("traceparent");
  private static final Metadata.Key<String> TRACE_STATE = key("tracestate");

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  static void write(Metadata headers, Trail trail, @Nullable Span span) {
    String requestId = trail.requestId();
    if (requestId != null) {
      headers.put(REQUEST_ID, requestId);
    }
    if (span != null) {
      W3CTraceContextPropagator.getInstance()
          .inject(Context.root().with(span), headers, CallHeaders::put);
    }
  }

  private static void put(@Nullable Metadata headers, String name, String value) {
    if (headers != null) {
      headers.put(name.equals("traceparent") ? TRACE_PARENT : TRACE_STATE, value);
    }
  }

  static @Nullable String requestId(Metadata headers) {
    return headers.get(REQUEST_ID);
  }

  /** The caller's span; null when it names none. */
  static @Nullable Span caller(Metadata headers) {
    return headers.containsKey(TRACE_PARENT) ? Tracing.remote(headers, READER) : null;
  }

  @Override
  public Iterable<String> keys(Metadata headers) {
    return headers.keys();
  }

  @Override
  public @Nullable String get(@Nullable Metadata headers, String name) {
    if (headers == null) {
      return null;
    }
    return switch (name) {
      case "traceparent" -> headers.get(TRACE_PARENT);
      case "tracestate" -> headers.get(TRACE_STATE);
      default -> null;
    };
  }
}
