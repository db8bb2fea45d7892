package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileLockedException;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What callers may get wrong is refused at once, and changes nothing. */
class LsmEngineMisuseTest {
  private static final Path DIRECTORY = Path.of("/engine");

  private final MemoryFileSystem files = new MemoryFileSystem();

  private LsmEngine open() throws IOException {
    return open(EngineOptions.builder().memtableBytes(8 << 10).blockBytes(256).build());
  }

  private LsmEngine open(EngineOptions options) throws IOException {
    return LsmEngine.open(
        files, DIRECTORY, options, new ManualClock(1_000), new SimulatedWorkers(true));
  }

  /** The memory it read may be another memtable's by now. */
  @Test
  void aCursorIsOfNoUseAfterItsOwnOrItsViewsEnd() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("t");
      write(engine, new WriteBatch().put(tree, bytes("a"), bytes("1")));
      List<Consumer<Cursor>> uses =
          List.of(
              Cursor::seekToFirst,
              Cursor::seekToLast,
              cursor -> cursor.seekCeiling(bytes("a")),
              cursor -> cursor.seekFloor(bytes("a")),
              Cursor::next,
              Cursor::previous,
              Cursor::key,
              Cursor::value);
      ReadView view = engine.snapshot();
      Cursor ended = view.cursor(tree, null, null);
      assertTrue(ended.seekToFirst());
      ended.close();
      ended.close();
      Cursor orphaned = view.cursor(tree, null, null);
      assertTrue(orphaned.seekToFirst());
      view.close();
      view.close();
      for (Consumer<Cursor> use : uses) {
        assertThrows(IllegalStateException.class, () -> use.accept(ended));
        assertThrows(IllegalStateException.class, () -> use.accept(orphaned));
      }
      assertThrows(IllegalStateException.class, () -> view.get(tree, bytes("a")));
      assertThrows(IllegalStateException.class, () -> view.multiGet(tree, List.of(bytes("a"))));
      orphaned.close();
    }
  }

  @Test
  void aDirectoryIsOpenedOnce() throws IOException {
    try (LsmEngine engine = open()) {
      assertThrows(FileLockedException.class, () -> open().close());
      write(engine, new WriteBatch().put(engine.tree("t"), bytes("a"), bytes("1")));
    }
    open().close();
    assertEquals(0, files.openFiles());
  }

  @Test
  void sizesAtTheirEnds() throws IOException {
    byte[] longKey = new byte[64 << 10];
    longKey[0] = 'k';
    byte[][] values = {new byte[0], new byte[1], new byte[257], new byte[40 << 10]};
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("t");
      assertThrows(
          IllegalArgumentException.class,
          () -> write(engine, new WriteBatch().put(tree, bytes(""), bytes("v"))));
      assertThrows(
          IllegalArgumentException.class,
          () -> write(engine, new WriteBatch().delete(tree, bytes(""))));
      WriteBatch larger = new WriteBatch().put(tree, longKey, longKey);
      for (int i = 0; i < values.length; i++) {
        larger.put(tree, bytes("v" + i), values[i]);
      }
      // Several memtables' worth in one batch.
      for (int i = 0; i < 100; i++) {
        larger.put(tree, bytes("w" + i), new byte[1_000]);
      }
      write(engine, larger);
      assertSizes(engine, tree, longKey, values);
      engine.compact(tree);
      assertSizes(engine, tree, longKey, values);
      write(engine, larger);
    }
    try (LsmEngine engine = open()) {
      assertSizes(engine, engine.tree("t"), longKey, values);
    }
  }

  private static void assertSizes(LsmEngine engine, Tree tree, byte[] longKey, byte[][] values) {
    try (ReadView view = engine.snapshot();
        Cursor cursor = view.cursor(tree, null, null)) {
      assertArrayEquals(longKey, view.get(tree, longKey));
      for (int i = 0; i < values.length; i++) {
        assertArrayEquals(values[i], view.get(tree, bytes("v" + i)));
      }
      assertNull(view.get(tree, bytes("")));
      assertTrue(cursor.seekCeiling(bytes("")));
      assertArrayEquals(longKey, cursor.key());
      assertFalse(cursor.seekFloor(bytes("")));
      int entries = 0;
      for (boolean on = cursor.seekToLast(); on; on = cursor.previous()) {
        entries++;
      }
      assertEquals(1 + values.length + 100, entries);
    }
  }

  @Test
  void aClosedEngineSaysSo() throws IOException {
    LsmEngine engine = open();
    Tree tree = engine.tree("t");
    engine.close();
    List<Executable> uses =
        List.of(
            () -> engine.tree("new"),
            () -> write(engine, new WriteBatch().delete(tree, bytes("a"))),
            engine::flush,
            () -> engine.compact(tree),
            () -> engine.checkpoint(Path.of("/copy")),
            () -> engine.split(tree, bytes("m"), "upper"),
            engine::latest,
            engine::snapshot,
            engine::pin,
            () -> engine.keys().rewrap());
    for (Executable use : uses) {
      IllegalStateException refused = assertThrows(IllegalStateException.class, use);
      assertEquals("the engine is closed", refused.getMessage());
    }
    assertFalse(files.exists(Path.of("/copy")));
  }

  @Test
  void rangesWithoutKeysAreRefused() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("t");
      WriteBatch batch = new WriteBatch();
      assertThrows(
          IllegalArgumentException.class, () -> batch.deleteRange(tree, bytes("b"), bytes("a")));
      assertThrows(
          IllegalArgumentException.class, () -> batch.deleteRange(tree, bytes("b"), bytes("b")));
      assertThrows(
          IllegalArgumentException.class, () -> batch.deleteRange(tree, bytes(""), bytes("b")));
      assertTrue(batch.isEmpty());
    }
  }

  /** Below all keys, at the first, the last and behind all of them; of a tree without keys. */
  @Test
  void aSplitMayLeaveEitherSideEmpty() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("t");
      assertThrows(IllegalArgumentException.class, () -> engine.split(tree, bytes(""), "no"));
      Tree nothing = engine.split(tree, bytes("m"), "nothing");
      assertEquals(List.of(), keys(engine, nothing));
      write(
          engine,
          new WriteBatch().put(tree, bytes("b"), bytes("1")).put(tree, bytes("y"), bytes("2")));
      assertThrows(IllegalArgumentException.class, () -> engine.split(tree, bytes("m"), "nothing"));
      assertThrows(IllegalArgumentException.class, () -> engine.split(tree, bytes("m"), "t"));
      Tree behind = engine.split(tree, bytes("z"), "behind");
      assertEquals(List.of(), keys(engine, behind));
      Tree last = engine.split(tree, bytes("y"), "last");
      assertEquals(List.of("b"), keys(engine, tree));
      assertEquals(List.of("y"), keys(engine, last));
      Tree first = engine.split(tree, bytes("b"), "first");
      assertEquals(List.of(), keys(engine, tree));
      Tree below = engine.split(first, bytes("a"), "below");
      assertEquals(List.of(), keys(engine, first));
      assertEquals(List.of("b"), keys(engine, below));
      for (Tree each : List.of(tree, nothing, behind, last, first, below)) {
        engine.compact(each);
      }
      assertEquals(List.of("b"), keys(engine, below));
      assertEquals(List.of("y"), keys(engine, last));
      assertEquals(2, engine.stats().tableFiles());
    }
  }

  private static List<String> keys(LsmEngine engine, Tree tree) {
    List<String> found = new java.util.ArrayList<>();
    try (ReadView view = engine.snapshot();
        Cursor cursor = view.cursor(tree, null, null)) {
      for (boolean on = cursor.seekToFirst(); on; on = cursor.next()) {
        found.add(new String(cursor.key(), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return found;
  }

  @Test
  void pinsAndViewsNobodyClosesHoldNothingOpenAfterTheEngine() throws IOException {
    LsmEngine engine = open();
    Tree tree = engine.tree("t");
    for (int i = 0; i < 200; i++) {
      write(engine, new WriteBatch().put(tree, bytes("k" + i % 10), new byte[100]));
      var unused = engine.pin();
    }
    engine.compact(tree);
    assertTrue(engine.stats().versions().pins() == 200, engine.stats().versions().toString());
    engine.close();
    engine.close();
    assertEquals(0, files.openFiles());
    assertThrows(IllegalStateException.class, engine::snapshot);
    assertThrows(IllegalStateException.class, engine::pin);
    assertThrows(IllegalStateException.class, () -> engine.snapshot(1));
    assertThrows(
        IllegalStateException.class,
        () -> write(engine, new WriteBatch().put(tree, bytes("a"), bytes("b"))));
    assertThrows(IllegalStateException.class, engine::flush);
    assertThrows(IllegalStateException.class, () -> engine.checkpoint(Path.of("/copy")));
    assertThrows(IllegalStateException.class, () -> engine.split(tree, bytes("k"), "u"));
    try (LsmEngine again = open()) {
      assertEquals(200, again.lastSequence());
    }
  }

  @Test
  void timeThatGoesBackIsRefusedAndTheEngineGoesOn() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("t");
      write(engine, new WriteBatch().put(tree, bytes("a"), bytes("1")).timestamp(100));
      assertThrows(
          IllegalArgumentException.class,
          () -> write(engine, new WriteBatch().put(tree, bytes("a"), bytes("2")).timestamp(99)));
      assertEquals(2, write(engine, new WriteBatch().put(tree, bytes("b"), bytes("3"))));
      assertEquals(3, write(engine, new WriteBatch().timestamp(100)));
      assertEquals(3, engine.sequenceAt(100));
      try (ReadView view = engine.snapshot()) {
        assertArrayEquals(bytes("1"), view.get(tree, bytes("a")));
      }
    }
    try (LsmEngine engine = open()) {
      assertThrows(
          IllegalArgumentException.class, () -> write(engine, new WriteBatch().timestamp(99)));
      assertEquals(3, engine.sequenceAt(1_000));
    }
  }
}
