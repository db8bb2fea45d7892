package io.cairndb.router.core.items;

import io.cairndb.coordination.Deadline;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets readers wait for global indexes that catch up, and not for those that do not: when one has
 * waited for an index in vain, the next are answered at once, from what the index has. One wait at
 * a time goes on behind their backs; once it ends well, readers wait again.
 *
 * <p>Bounded: so many indexes are remembered; of further ones, every reader waits its time.
 * Thread-safe.
 */
public final class LaggingIndexes implements IndexBarrier {
  private static final int MAX_REMEMBERED = 10_000;

  private final IndexBarrier indexes;
  private final LongAdder readsBehind = new LongAdder();

  /** Indexes waited for in vain, with the wait that is or was under way since. */
  private final Map<UUID, CompletableFuture<Boolean>> behind = new ConcurrentHashMap<>();

  public LaggingIndexes(IndexBarrier indexes) {
    this.indexes = indexes;
  }

  @Override
  public CompletableFuture<Boolean> await(UUID tableId, UUID indexId, Deadline deadline) {
    CompletableFuture<Boolean> last = behind.get(indexId);
    if (last != null) {
      if (last.isDone()) {
        lookAgain(last, tableId, indexId, deadline);
      }
      readsBehind.increment();
      return CompletableFuture.completedFuture(false);
    }
    CompletableFuture<Boolean> answer = indexes.await(tableId, indexId, deadline);
    return answer.isDone() && answer.join()
        ? answer
        : answer.thenApply(reached -> reached || remember(indexId));
  }

  private boolean remember(UUID indexId) {
    readsBehind.increment();
    if (behind.size() < MAX_REMEMBERED) {
      behind.putIfAbsent(indexId, CompletableFuture.completedFuture(false));
    }
    return false;
  }

  private void lookAgain(
      CompletableFuture<Boolean> last, UUID tableId, UUID indexId, Deadline deadline) {
    CompletableFuture<Boolean> next = new CompletableFuture<>();
    if (!behind.replace(indexId, last, next)) {
      return;
    }
    var _ =
        indexes
            .await(tableId, indexId, deadline)
            .thenAccept(
                reached -> {
                  if (reached) {
                    behind.remove(indexId, next);
                  }
                  next.complete(reached);
                });
  }

  /** Reads that may lack what was acknowledged before them, for meters. */
  public long readsBehind() {
    return readsBehind.sum();
  }
}
