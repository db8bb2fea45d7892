package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Worker;
import io.cairndb.storage.engine.CompactionOptions;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What the pacer makes of a rate: time, taken from a clock that moves when it is asked. */
class CompactionPacerTest {
  private static final int BYTES_PER_SECOND = 1_000_000;

  private final ManualClock clock = new ManualClock(1);
  private final CompactionPacer pacer =
      new CompactionPacer(
          CompactionOptions.builder().bytesPerSecondMax(BYTES_PER_SECOND).build(), clock);

  /** Asked while waiting: a millisecond goes by each time. */
  private final BooleanSupplier neverCancelled =
      () -> {
        clock.advance(Duration.ofMillis(1));
        return false;
      };

  private static final Worker THREAD =
      new Worker() {
        @Override
        public void signal() {}

        @Override
        public void signalAfter(Duration delay) {}

        @Override
        public boolean assist() {
          return false;
        }

        @Override
        public void close() {}
      };

  private long millis() {
    return clock.currentTimeMillis();
  }

  @Test
  void bytesTakeTheirTime() {
    long begun = millis();
    for (int i = 0; i < 10; i++) {
      pacer.acquire(10_000, neverCancelled, THREAD);
    }
    assertEquals(100, millis() - begun, 10);
    assertEquals(100, pacer.waitedNanos() / 1e6, 10);
    assertEquals(BYTES_PER_SECOND, pacer.bytesPerSecond());
  }

  @Test
  void timeThatWentByIsNotWaitedForAgain() {
    pacer.acquire(1000, neverCancelled, THREAD);
    clock.advance(Duration.ofSeconds(5));
    long begun = millis();
    pacer.acquire(30_000, neverCancelled, THREAD);
    assertEquals(20, millis() - begun, 4, "less what may be made up for");
  }

  @Test
  void compactionsGiveWayToFlushes() {
    pacer.flushed(50_000);
    long begun = millis();
    pacer.acquire(10_000, neverCancelled, THREAD);
    assertEquals(60, millis() - begun, 6);
  }

  @Test
  void theCancelledDoNotWait() {
    long begun = millis();
    pacer.acquire(10_000_000, () -> true, THREAD);
    assertEquals(begun, millis());
  }

  @Test
  void withoutAThreadOtherWorkIsDoneInstead() {
    SimulatedWorkers workers = new SimulatedWorkers(false);
    boolean[] ran = {false};
    Worker other = workers.start("other", () -> ran[0] = true);
    other.signal();
    Worker compaction = workers.start("compaction", () -> {});
    pacer.acquire(10_000_000, neverCancelled, compaction);
    assertTrue(ran[0]);
  }
}
