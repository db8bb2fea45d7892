package io.cairndb.service.tracing;

import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;

/**
 * Puts the trail into JSON logs, as the Elastic Common Schema names it. Reads it when something is
 * logged, which is on the thread that logs; nothing is kept up for logs that are not written.
 */
public final class TrailInLogs implements StructuredLoggingJsonMembersCustomizer<Object> {
  @Override
  public void customize(JsonWriter.Members<Object> members) {
    members.add("http.request.id", event -> requestId()).whenNotNull();
    members.add("trace.id", event -> traceId()).whenNotNull();
    members.add("span.id", event -> spanId()).whenNotNull();
  }

  private static @Nullable String requestId() {
    Trail trail = Trail.current();
    return trail == null ? null : trail.requestId();
  }

  private static @Nullable String traceId() {
    Span span = span();
    return span == null ? null : span.getSpanContext().getTraceId();
  }

  private static @Nullable String spanId() {
    Span span = span();
    return span == null ? null : span.getSpanContext().getSpanId();
  }

  private static @Nullable Span span() {
    Trail trail = Trail.current();
    return trail == null ? null : trail.span();
  }
}
