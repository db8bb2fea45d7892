package io.cairndb.service.tracing;

import io.grpc.Context;
import io.opentelemetry.api.trace.Span;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The request that is being worked for, in this process or from another.
 *
 * @param requestId as its client was or will be told; null when the caller did not say
 * @param span what is being recorded, or where another process records; null when nobody does
 */
public record Trail(@Nullable String requestId, @Nullable Span span) {
  private static final Context.Key<Trail> KEY = Context.key("cairn-trail");

  /** That of this thread's work; null for work nobody asked for. */
  public static @Nullable Trail current() {
    return KEY.get();
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
