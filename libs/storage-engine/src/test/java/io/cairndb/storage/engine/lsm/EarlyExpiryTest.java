package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What has expired before it is flushed goes as soon as what expires later. */
final class EarlyExpiryTest {
  private static final CompactionFilter EXPIRED =
      new CompactionFilter() {
        @Override
        public boolean drops(Entry entry, long nowMillis) {
          return true;
        }

        @Override
        public long expiryMillis(Entry entry) {
          return 500;
        }
      };

  @Test
  void tablesOfExpiredEntriesAreEmptiedThoughTheyMoveUnread() throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .compaction(
                CompactionOptions.builder().levelZero(2, 6, 10).filters(tree -> EXPIRED).build())
            .build();
    try (LsmEngine engine =
        LsmEngine.open(
            new MemoryFileSystem(),
            Path.of("/engine"),
            options,
            new ManualClock(1_000),
            new SimulatedWorkers(true))) {
      Tree tree = engine.tree("t");
      for (int i = 0; i < 4; i++) {
        write(engine, new WriteBatch().put(tree, bytes("k" + i), bytes("v")));
        engine.flush();
      }
      assertEquals(4, engine.stats().compaction().dropped().entries());
      assertEquals(0, engine.stats().tableFiles());
    }
  }
}
