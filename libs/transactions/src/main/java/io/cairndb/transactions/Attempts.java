package io.cairndb.transactions;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Repeats a message until its answer will do, a bounded number of times. Thread-safe. */
final class Attempts {
  private final int most;
  private final Pauses pauses;

  Attempts(int most, Pauses pauses) {
    if (most < 1) {
      throw new IllegalArgumentException("attempts " + most);
    }
    this.most = most;
    this.pauses = pauses;
  }

  /** The first answer that will do, or the last one. */
  <T> CompletableFuture<T> until(Predicate<T> willDo, Supplier<CompletableFuture<T>> message) {
    return attempt(1, willDo, message);
  }

  private <T> CompletableFuture<T> attempt(
      int attempt, Predicate<T> willDo, Supplier<CompletableFuture<T>> message) {
    return message
        .get()
        .thenCompose(
            answer ->
                willDo.test(answer) || attempt == most
                    ? CompletableFuture.completedFuture(answer)
                    : pauses
                        .after(attempt)
                        .thenCompose(ignored -> attempt(attempt + 1, willDo, message)));
  }
}
