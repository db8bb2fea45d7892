package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.Pin;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.VersionOptions;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a deleted range costs, and what brings its space back. */
class RangeDeletionTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int KEYS = 3_000;

  private final MemoryFileSystem files = new MemoryFileSystem();

  private LsmEngine open(FormatVersion created) throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .compaction(CompactionOptions.builder().tableBytes(8 << 10).build())
            .versions(VersionOptions.defaults().createdAt(created))
            .build();
    return LsmEngine.open(files, DIRECTORY, options, Clock.system(), new SimulatedWorkers(true));
  }

  private static byte[] key(int number) {
    return bytes("key%05d".formatted(number));
  }

  private static void fill(LsmEngine engine, Tree tree) throws IOException {
    for (int i = 0; i < KEYS; i += 100) {
      WriteBatch batch = new WriteBatch();
      for (int j = i; j < i + 100; j++) {
        batch.put(tree, key(j), bytes("value " + j * 7919L));
      }
      write(engine, batch);
    }
    engine.compact(tree);
  }

  @Test
  void tablesInsideItGoWithoutBeingRead() throws IOException {
    try (LsmEngine engine = open(FormatVersion.NEWEST)) {
      Tree tree = engine.tree("t");
      fill(engine, tree);
      final int tables = engine.stats().tableFiles();
      assertTrue(tables > 5, "tables: " + tables);
      final long read = engine.stats().compaction().bytesRead();
      write(engine, new WriteBatch().deleteRange(tree, key(10), key(KEYS - 10)));
      try (ReadView view = engine.snapshot()) {
        engine.flush();
        assertTrue(engine.stats().tableFiles() <= 3, "tables: " + engine.stats().tableFiles());
        assertNull(view.get(tree, key(500)), "the view is of the time after");
      }
      assertEquals(read, engine.stats().compaction().bytesRead());
      assertShown(engine, tree);
      engine.compact(tree);
      assertShown(engine, tree);
      assertEquals(0, engine.stats().versions().rangeDeletions());
    }
  }

  private static void assertShown(LsmEngine engine, Tree tree) {
    try (ReadView view = engine.snapshot()) {
      for (int i = 0; i < KEYS; i++) {
        boolean deleted = i >= 10 && i < KEYS - 10;
        byte[] value = view.get(tree, key(i));
        if (deleted) {
          assertNull(value);
        } else {
          assertArrayEquals(bytes("value " + i * 7919L), value);
        }
      }
    }
  }

  @Test
  void tablesThatAPinNeedsStay() throws IOException {
    try (LsmEngine engine = open(FormatVersion.NEWEST)) {
      Tree tree = engine.tree("t");
      fill(engine, tree);
      final int tables = engine.stats().tableFiles();
      Pin pin = engine.pin();
      write(engine, new WriteBatch().deleteRange(tree, key(0), key(KEYS)));
      engine.flush();
      engine.compact(tree);
      assertTrue(engine.stats().tableFiles() >= tables);
      try (ReadView view = pin.view()) {
        assertArrayEquals(bytes("value " + 500 * 7919L), view.get(tree, key(500)));
      }
      pin.close();
      engine.compact(tree);
      assertEquals(0, engine.stats().tableFiles());
    }
  }

  @Test
  void theFirstFormatHasNoneUntilItIsRaised() throws IOException {
    LsmEngine engine = open(FormatVersion.FIRST);
    Tree tree = engine.tree("t");
    fill(engine, tree);
    WriteBatch batch = new WriteBatch().deleteRange(tree, key(10), key(KEYS - 10));
    assertThrows(IllegalStateException.class, () -> write(engine, batch));
    assertThrows(IllegalStateException.class, engine::pin);
    engine.raiseFormat(FormatVersion.VERSIONS);
    write(engine, batch);
    assertShown(engine, tree);
    engine.close();
    try (LsmEngine reopened = open(FormatVersion.FIRST)) {
      assertEquals(FormatVersion.VERSIONS, reopened.format());
      assertShown(reopened, reopened.tree("t"));
    }
  }
}
