package io.cairndb.storage.engine.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.storage.engine.CompactionOptions;
import org.junit.jupiter.api.Test;

/** Compactions are as slow as they can be, and as fast as they must. */
class LoadTest {
  private static final double MEBIBYTE = 1 << 20;

  private final CompactionOptions options =
      CompactionOptions.builder()
          .levelZero(4, 12, 20)
          .tableBytes(32 << 20)
          .levelBaseBytes(64 << 20)
          .build();

  @Test
  void keepsUpWithTheWritersWhenNothingHasPiledUp() {
    double slow = new Load(MEBIBYTE, 9, 4, 0).targetBytesPerSecond(options);
    double fast = new Load(20 * MEBIBYTE, 9, 4, 0).targetBytesPerSecond(options);
    assertEquals(32 * MEBIBYTE, slow, "never below the least");
    assertEquals(20 * 8 * 1.5 * MEBIBYTE, fast, 1);
  }

  @Test
  void isFasterTheMoreHasPiledUp() {
    double last = 0;
    for (int tables = 4; tables < 12; tables++) {
      double rate = new Load(MEBIBYTE, 9, tables, 0).targetBytesPerSecond(options);
      assertTrue(rate > last, tables + " tables: " + rate);
      last = rate;
    }
    last = 0;
    for (long pending = 0; pending < 1024; pending += 128) {
      double rate = new Load(MEBIBYTE, 9, 0, pending << 20).targetBytesPerSecond(options);
      assertTrue(rate > last, pending + " MiB: " + rate);
      last = rate;
    }
  }

  @Test
  void isNotHeldBackWhenWritersWouldBe() {
    assertTrue(Double.isInfinite(new Load(0, 1, 12, 0).targetBytesPerSecond(options)));
    assertTrue(Double.isInfinite(new Load(0, 1, 0, 1L << 30).targetBytesPerSecond(options)));
  }

  @Test
  void neverExceedsWhatIsConfigured() {
    CompactionOptions bounded =
        CompactionOptions.builder().levelZero(4, 12, 20).bytesPerSecondMax(1000).build();
    assertEquals(1000, new Load(0, 1, 40, 1L << 40).targetBytesPerSecond(bounded));
  }
}
