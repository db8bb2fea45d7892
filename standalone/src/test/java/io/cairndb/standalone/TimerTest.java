package io.cairndb.standalone;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** One failing or slow action must not stop the clock of all others. */
class TimerTest {
  private static final Duration SOON = Duration.ofMillis(1);

  @Test
  void anActionThatFailsIsRepeatedAllTheSame() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(3);
    try (Timer timer = new Timer()) {
      timer.every(
          SOON,
          () -> {
            runs.countDown();
            throw new IllegalStateException("expected by the test");
          });
      assertTrue(runs.await(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void anActionThatBlocksDelaysNoOther() throws InterruptedException {
    CountDownLatch other = new CountDownLatch(1);
    AtomicBoolean waited = new AtomicBoolean();
    try (Timer timer = new Timer()) {
      timer.after(SOON, () -> waited.set(awaits(other)));
      timer.after(Duration.ofMillis(20), other::countDown);
      assertTrue(other.await(10, TimeUnit.SECONDS));
    }
    assertTrue(waited.get(), "closing waits for what runs");
  }

  @Test
  void whatComesAfterClosingIsDropped() {
    AtomicBoolean ran = new AtomicBoolean();
    Timer timer = new Timer();
    timer.after(Duration.ofHours(1), () -> ran.set(true));
    timer.close();
    timer.after(Duration.ZERO, () -> ran.set(true));
    timer.every(Duration.ZERO, () -> ran.set(true));
    assertFalse(timer.after(1).isDone());
    assertFalse(ran.get());
  }

  private static boolean awaits(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
