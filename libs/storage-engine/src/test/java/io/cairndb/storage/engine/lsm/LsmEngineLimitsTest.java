package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is too large is refused before anything is written; what is many is bounded. */
class LsmEngineLimitsTest {
  private static final WriteListener IGNORE =
      new WriteListener() {
        @Override
        public void onDurable(long sequence) {}

        @Override
        public void onFailure(EngineFailedException failure) {
          throw failure;
        }
      };

  private final SimulatedWorkers workers = new SimulatedWorkers(true);

  private LsmEngine open(EngineOptions options) throws IOException {
    return LsmEngine.open(
        new MemoryFileSystem(), Path.of("/engine"), options, new ManualClock(1), workers);
  }

  private static long write(LsmEngine engine, WriteBatch batch) {
    return engine.write(batch, Durability.SYNC, IGNORE);
  }

  @Test
  void aKeyOrBatchThatIsTooLargeIsRefusedAndTheEngineGoesOn() throws IOException {
    try (LsmEngine engine = open(EngineOptions.defaults())) {
      Tree tree = engine.tree("t");
      byte[] small = {1};
      byte[] longest = new byte[WriteBatch.KEY_BYTES_MAX];
      byte[] tooLong = new byte[WriteBatch.KEY_BYTES_MAX + 1];
      WriteBatch tooLarge = new WriteBatch();
      byte[] megabyte = new byte[1 << 20];
      for (int i = 0; i <= WriteBatch.BYTES_MAX >> 20; i++) {
        tooLarge.put(tree, small, megabyte);
      }
      for (WriteBatch refused :
          new WriteBatch[] {
            tooLarge,
            new WriteBatch().put(tree, tooLong, small),
            new WriteBatch().delete(tree, tooLong),
            new WriteBatch().deleteRange(tree, small, fill(tooLong.clone()))
          }) {
        assertThrows(IllegalArgumentException.class, () -> write(engine, refused));
      }
      assertEquals(1, write(engine, new WriteBatch().put(tree, longest, small)));
      engine.flush();
      try (ReadView view = engine.snapshot()) {
        assertArrayEquals(small, view.get(tree, longest));
      }
    }
  }

  private static byte[] fill(byte[] key) {
    Arrays.fill(key, (byte) 7);
    return key;
  }

  @Test
  void manyRangeDeletionsDoNotStayInMemory() throws IOException {
    try (LsmEngine engine = open(EngineOptions.builder().rangeDeletionsMax(10).build())) {
      Tree tree = engine.tree("t");
      for (int i = 0; i < 100; i++) {
        write(engine, new WriteBatch().deleteRange(tree, key(2 * i), key(2 * i + 1)));
      }
      workers.runPending();
      assertTrue(engine.stats().flushes() >= 8, () -> "flushes: " + engine.stats().flushes());
    }
  }

  /** Ranges of one batch are taken together: each by itself would cost as much as all before. */
  @Test
  void manyRangeDeletionsOfOneBatchTakeEffect() throws IOException {
    try (LsmEngine engine = open(EngineOptions.defaults())) {
      Tree tree = engine.tree("t");
      int ranges = 20_000;
      write(engine, new WriteBatch().put(tree, key(3), key(3)).put(tree, key(4), key(4)));
      WriteBatch batch = new WriteBatch();
      for (int i = 0; i < ranges; i++) {
        batch.deleteRange(tree, key(4 * i), key(4 * i + 2));
      }
      write(engine, batch);
      engine.flush();
      try (ReadView view = engine.snapshot()) {
        assertArrayEquals(key(3), view.get(tree, key(3)));
        assertEquals(null, view.get(tree, key(4)));
      }
    }
  }

  /** Batches without operations take room in the log, which must go on in another segment. */
  @Test
  void emptyBatchesAreFlushedToo() throws IOException {
    try (LsmEngine engine = open(EngineOptions.builder().memtableBytes(16 << 10).build())) {
      for (int i = 1; i <= 10_000; i++) {
        write(engine, new WriteBatch().timestamp(i));
      }
      workers.runPending();
      assertTrue(engine.stats().flushes() > 10, () -> "flushes: " + engine.stats().flushes());
      assertTrue(engine.stats().log().bytes() < 100_000, () -> engine.stats().log().toString());
    }
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(4).putInt(number).array();
  }
}
