package io.cairndb.router.core.items;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.coordination.Deadline;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who waits for an index that is behind, and who does not. */
class LaggingIndexesTest {
  private static final UUID TABLE = new UUID(0, 1);
  private static final UUID INDEX = new UUID(0, 2);
  private static final Deadline DEADLINE = new Deadline(0);

  private final Deque<CompletableFuture<Boolean>> asked = new ArrayDeque<>();
  private final LaggingIndexes indexes =
      new LaggingIndexes(
          (table, index, deadline) -> {
            CompletableFuture<Boolean> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
          });

  private CompletableFuture<Boolean> read() {
    return indexes.await(TABLE, INDEX, DEADLINE);
  }

  @Test
  void anIndexThatCatchesUpIsWaitedFor() {
    CompletableFuture<Boolean> first = read();
    assertFalse(first.isDone());
    asked.remove().complete(true);
    assertTrue(first.join());
    assertFalse(read().isDone());
    assertEquals(0, indexes.readsBehind());
  }

  @Test
  void afterOneHasWaitedInVainOthersDoNot() {
    CompletableFuture<Boolean> first = read();
    asked.remove().complete(false);
    assertFalse(first.join());
    for (int i = 0; i < 5; i++) {
      CompletableFuture<Boolean> next = read();
      assertTrue(next.isDone(), "it waits");
      assertFalse(next.join());
    }
    assertEquals(1, asked.size(), "one look at a time");
    assertEquals(6, indexes.readsBehind());
    assertFalse(indexes.await(TABLE, new UUID(0, 3), DEADLINE).isDone(), "another index");
  }

  @Test
  void onceTheIndexHasCaughtUpReadersWaitAgain() {
    CompletableFuture<Boolean> first = read();
    asked.remove().complete(false);
    assertFalse(first.join());
    CompletableFuture<Boolean> second = read();
    asked.remove().complete(false);
    assertFalse(second.join());
    assertTrue(read().isDone(), "still behind");
    asked.remove().complete(true);
    CompletableFuture<Boolean> next = read();
    assertFalse(next.isDone());
    asked.remove().complete(true);
    assertTrue(next.join());
  }
}
