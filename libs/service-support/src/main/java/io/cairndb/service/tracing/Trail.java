package io.cairndb.service.tracing;

import io.grpc.Context;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The request that is being worked for, in this process or from another. Thread-safe. */
public final class Trail {
  private static final Context.Key<Trail> KEY = Context.key("cairn-trail");

  private final Tracing tracing;
  private final @Nullable Span span;
  private volatile @Nullable String requestId;
  private volatile @Nullable String operation;

  /**
   * A trail.
   *
   * @param tracing records what is begun on it
   * @param requestId null while it is not known
   * @param span what is being recorded, or where another process records; null when nobody does
   */
  Trail(Tracing tracing, @Nullable String requestId, @Nullable Span span) {
    this.tracing = tracing;
    this.requestId = requestId;
    this.span = span;
  }

  /** That of this thread's work; null for work nobody asked for. */
  public static @Nullable Trail current() {
    return KEY.get();
  }

  /** Tells what is asked for, before calls are made for it. */
  public void identify(String id, String name) {
    requestId = id;
    operation = name;
    if (span != null && span.isRecording()) {
      span.updateName(name);
      span.setAttribute(TraceAttributes.REQUEST_ID, id);
    }
  }

  /** As its client was or will be told; null when nobody said. */
  public @Nullable String requestId() {
    return requestId;
  }

  /** What is asked for, known where the request came in; null elsewhere. */
  public @Nullable String operation() {
    return operation;
  }

  @Nullable Span span() {
    return span;
  }

  /** Begins a span below that of this trail; null when it is not recorded. */
  @Nullable Span begin(String name, SpanKind kind) {
    Span begun = span == null ? null : tracing.begin(name, kind, span);
    return begun == span ? null : begun;
  }

  /** A context as {@code context}, but for this request. */
  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /**
   * An executor whose tasks work for the request that the thread works for that hands them over.
   * They outlive it: nothing ends them when the request is answered or given up.
   */
  public static Executor carriedBy(Executor executor) {
    return task -> {
      Trail trail = current();
      executor.execute(trail == null ? task : trail.in(Context.ROOT).wrap(task));
    };
  }
}
