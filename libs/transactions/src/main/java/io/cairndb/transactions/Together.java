package io.cairndb.transactions;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Waits for several answers. */
final class Together {

  private Together() {}

  /** All answers, in the order of the futures; fails when one does, after all have ended. */
  static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
        .thenApply(
            ignored -> {
              List<T> answers = new ArrayList<>(futures.size());
              futures.forEach(future -> answers.add(future.join()));
              return answers;
            });
  }
}
