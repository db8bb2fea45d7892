package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A writer that could fill the last memtable many times over while the one before is flushed. */
class WritePaceTest {
  private static final double MEMTABLE_BYTES = 32 << 20;
  private static final double WRITE_BYTES = 1100;

  @Test
  void nothingIsDelayedWithoutPressure() {
    WritePace pace = new WritePace(1);
    assertEquals(Double.POSITIVE_INFINITY, pace.bytesPerSecond(0));
    assertEquals(Double.POSITIVE_INFINITY, pace.bytesPerSecond(-3));
  }

  @Test
  void theMeasuredRateReplacesTheAssumedOneAndFollows() {
    WritePace pace = new WritePace(1 << 20);
    assertEquals(1 << 20, pace.bytesPerSecond(0.5), 1);
    pace.drained(50 << 20, 1_000_000_000);
    assertEquals(50 << 20, pace.bytesPerSecond(0.5), 1);
    for (int i = 0; i < 20; i++) {
      pace.drained(10 << 20, 1_000_000_000);
    }
    assertEquals(10 << 20, pace.bytesPerSecond(0.5), 1 << 16);
  }

  /**
   * Flushes take as long as expected, or up to three times as long. The writer is never stopped, no
   * write is late by more than a few milliseconds, and most of what could be written is.
   */
  @ParameterizedTest
  @CsvSource({"1.0, 100", "0.5, 100", "2.0, 100", "3.0, 100", "1.0, 4", "2.0, 4"})
  void aFlushIsSurvivedWithoutAStop(double slower, double megabytesPerSecond) {
    double drain = megabytesPerSecond * (1 << 20);
    WritePace pace = new WritePace(drain);
    double flushSeconds = slower * MEMTABLE_BYTES / drain;
    double seconds = 0;
    double filled = 0;
    double longest = 0;
    while (seconds < flushSeconds) {
      double delay = WRITE_BYTES / pace.bytesPerSecond(filled / MEMTABLE_BYTES);
      seconds += delay + 2e-6;
      filled += WRITE_BYTES;
      longest = Math.max(longest, delay);
    }
    assertTrue(filled < MEMTABLE_BYTES, "stopped after " + filled);
    assertTrue(longest < 0.010, "a write was late by " + longest);
    assertTrue(filled > 0.5 * MEMTABLE_BYTES, "only " + filled);
  }
}
