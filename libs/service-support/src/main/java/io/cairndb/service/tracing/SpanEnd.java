package io.cairndb.service.tracing;

import io.grpc.Status;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** What is recorded of a call's end. */
final class SpanEnd {
  private SpanEnd() {}

  /** Ends a span; once it has ended, further ends say nothing. */
  static void of(Span span, Status status) {
    if (!span.isRecording()) {
      return;
    }
    span.setAttribute(TraceAttributes.RPC_STATUS, status.getCode().name());
    if (!status.isOk()) {
      span.setStatus(StatusCode.ERROR, String.valueOf(status.getDescription()));
    }
    span.end();
  }
}
