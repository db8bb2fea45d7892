package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.EngineStats;
import io.cairndb.storage.engine.ThrottleOptions;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writers that are always faster than compactions: held to their pace, never stopped. */
class LsmEngineSteadyPaceTest {
  private static final int TRIGGER = 2;
  private static final int SLOWDOWN = 8;
  private static final int STALL = 16;
  private static final int MERGES = 12;
  private static final int VALUE_BYTES = 1_000;
  private static final long MEMTABLE_BYTES = 100_000;

  private static final ThrottleOptions SLOW_AT_FIRST =
      new ThrottleOptions(Duration.ofSeconds(1), 1 << 20, 16L << 30, 64L << 30);

  private static final EngineOptions OPTIONS =
      EngineOptions.builder()
          .memtableBytes(MEMTABLE_BYTES)
          .throttle(SLOW_AT_FIRST)
          .compaction(
              CompactionOptions.builder()
                  .levelZero(TRIGGER, SLOWDOWN, STALL)
                  .levelBaseBytes(1 << 20)
                  .bytesPerSecondMax(8 << 20)
                  .build())
          .build();

  @Test
  @Timeout(120)
  void levelZeroStaysBelowTheLimit() throws Exception {
    RandomSource random = RandomSource.seeded(1);
    try (LsmEngine engine =
        LsmEngine.open(
            new MemoryFileSystem(),
            Path.of("/engine"),
            OPTIONS,
            Clock.system(),
            Workers.platform("test-"))) {
      Tree tree = engine.tree("t");
      EngineStats stats = engine.stats();
      int most = 0;
      while (stats.compaction().compactions() < MERGES) {
        ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES);
        while (value.hasRemaining()) {
          value.putLong(random.nextLong());
        }
        byte[] key = ByteBuffer.allocate(Integer.BYTES).putInt(random.nextInt(2_000)).array();
        long unused =
            engine.write(
                new WriteBatch().put(tree, key, value.array()),
                Durability.BUFFERED,
                new Writes.Outcome());
        stats = engine.stats();
        most = Math.max(most, stats.compaction().levels().getFirst().tables());
      }
      assertTrue(stats.log().delays() > 0, "writers were not faster than compactions");
      assertEquals(0, stats.log().stalls(), "stops; level 0 had up to " + most + " tables");
    }
  }
}
