package io.cairndb.service.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/**
 * A part of the work for a request within one process, as the append to a log. Recorded when the
 * request is; else it is nothing and costs nothing. To be ended once, on any thread.
 */
public final class Step {
  private static final Step UNRECORDED = new Step(null);

  private final @Nullable Span span;

  private Step(@Nullable Span span) {
    this.span = span;
  }

  /**
   * Begins a step of what this thread works for.
   *
   * @param name one of few
   */
  public static Step begin(String name) {
    Trail trail = Trail.current();
    Span span = trail == null ? null : trail.begin(name, SpanKind.INTERNAL);
    return span == null ? UNRECORDED : new Step(span);
  }

  public boolean isRecorded() {
    return span != null;
  }

  /**
   * Says something of the step; never of keys or values.
   *
   * @param said is asked for its text only when the step is recorded
   */
  public Step with(String attribute, Object said) {
    if (span != null) {
      span.setAttribute(AttributeKey.stringKey(attribute), said.toString());
    }
    return this;
  }

  public void end() {
    if (span != null) {
      span.end();
    }
  }

  /** The step ends without having done what it was for. */
  public void fail(String reason) {
    if (span != null) {
      span.setStatus(StatusCode.ERROR, reason);
      span.end();
    }
  }
}
