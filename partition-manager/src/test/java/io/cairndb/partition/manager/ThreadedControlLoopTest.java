package io.cairndb.partition.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop outlives its tasks, bounds what others ask of it, and leaves nobody without answer. */
@Timeout(60)
final class ThreadedControlLoopTest {
  private final ThreadedControlLoop loop = new ThreadedControlLoop(2);
  private final CountDownLatch busy = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);

  @AfterEach
  void close() {
    goOn.countDown();
    loop.close();
  }

  /** Holds the loop up until told to go on. */
  private void hold() throws InterruptedException {
    loop.execute(
        () -> {
          busy.countDown();
          assertTrue(awaitQuietly(goOn));
        });
    assertTrue(busy.await(20, TimeUnit.SECONDS));
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aTaskThatFailsIsOverAndTheLoopGoesOn() throws Exception {
    loop.execute(
        () -> {
          throw new AssertionError("test");
        });
    CompletableFuture<Void> next = new CompletableFuture<>();
    loop.execute(() -> next.complete(null));
    next.get(20, TimeUnit.SECONDS);
  }

  @Test
  void moreThanTheBoundIsRefusedAndTheOwnWorkIsNot() throws Exception {
    hold();
    CompletableFuture<Void> own = new CompletableFuture<>();
    assertTrue(loop.offer(() -> {}));
    assertTrue(loop.offer(() -> {}));
    assertFalse(loop.offer(() -> {}));
    assertEquals(2, loop.waiting());
    loop.execute(() -> own.complete(null));
    goOn.countDown();
    own.get(20, TimeUnit.SECONDS);
    assertEquals(0, loop.waiting());
    assertTrue(loop.offer(() -> {}));
  }

  /** Whoever waits for a decision, when the process stops, must not wait for ever. */
  @Test
  void closingRunsWhatWaitsAndDropsWhatIsNotDue() throws Exception {
    hold();
    CompletableFuture<Void> waiting = new CompletableFuture<>();
    CompletableFuture<Void> later = new CompletableFuture<>();
    assertTrue(loop.offer(() -> waiting.complete(null)));
    loop.schedule(() -> later.complete(null), Duration.ofMinutes(1));
    CompletableFuture<Void> closed = CompletableFuture.runAsync(loop::close);
    goOn.countDown();
    closed.get(20, TimeUnit.SECONDS);
    assertTrue(waiting.isDone());
    assertFalse(later.isDone());
    assertFalse(loop.offer(() -> {}));
  }
}
