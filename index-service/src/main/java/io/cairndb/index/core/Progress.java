package io.cairndb.index.core;

import io.cairndb.shard.ChangePosition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * How far each index is in one source partition, and who waits for it to get further. Thread-safe.
 */
final class Progress {
  private final Map<UUID, ChangePosition> reached = new ConcurrentHashMap<>();
  private final List<Waiter> waiters = new ArrayList<>();

  private record Waiter(UUID indexId, ChangePosition target, CompletableFuture<Boolean> met) {}

  ChangePosition of(UUID indexId) {
    return reached.getOrDefault(indexId, ChangePosition.BEGINNING);
  }

  boolean hasReached(UUID indexId, ChangePosition target) {
    return of(indexId).compareTo(target) >= 0;
  }

  /** How far the slowest index is. */
  ChangePosition slowest() {
    ChangePosition least = ChangePosition.END;
    for (ChangePosition one : reached.values()) {
      least = one.compareTo(least) < 0 ? one : least;
    }
    return reached.isEmpty() ? ChangePosition.BEGINNING : least;
  }

  /** Notes that all changes up to {@code position} are in the index. */
  void advance(UUID indexId, ChangePosition position) {
    reached.merge(indexId, position, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    release(waiter -> waiter.met().isDone() || hasReached(waiter.indexId(), waiter.target()), true);
  }

  /** Forgets indexes that are no more; nobody waits for them any longer. */
  void retain(Collection<UUID> indexIds) {
    reached.keySet().retainAll(indexIds);
    release(waiter -> !indexIds.contains(waiter.indexId()), false);
  }

  /** Completes when the index has got there; {@code false} when it never will. */
  CompletableFuture<Boolean> await(UUID indexId, ChangePosition target) {
    CompletableFuture<Boolean> met = new CompletableFuture<>();
    synchronized (waiters) {
      // Looked at under the lock: an advance has been seen or will see the waiter.
      if (!hasReached(indexId, target)) {
        waiters.removeIf(waiter -> waiter.met().isDone());
        waiters.add(new Waiter(indexId, target, met));
        return met;
      }
    }
    met.complete(true);
    return met;
  }

  /** Tells everybody that nothing will come any more. */
  void releaseAll() {
    release(waiter -> true, false);
  }

  private void release(Predicate<Waiter> which, boolean answer) {
    List<Waiter> released = new ArrayList<>();
    synchronized (waiters) {
      for (Iterator<Waiter> all = waiters.iterator(); all.hasNext(); ) {
        Waiter waiter = all.next();
        if (which.test(waiter)) {
          released.add(waiter);
          all.remove();
        }
      }
    }
    released.forEach(waiter -> waiter.met().complete(answer));
  }
}
