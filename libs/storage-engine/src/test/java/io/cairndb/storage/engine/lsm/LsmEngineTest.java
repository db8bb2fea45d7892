package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileLockedException;
import io.cairndb.env.FileSystem;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.EngineStats;
import io.cairndb.storage.engine.LogOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract of {@link StorageEngine}, one behaviour at a time. */
class LsmEngineTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private final MemoryFileSystem memory = new MemoryFileSystem();

  private static LsmEngine open(FileSystem files, Path directory) throws IOException {
    return LsmEngine.open(
        files, directory, EngineOptions.defaults(), Clock.system(), Workers.platform("test-"));
  }

  private LsmEngine open() throws IOException {
    return open(memory, DIRECTORY);
  }

  @Test
  void acknowledgedWritesSurviveReopeningOnARealDisk(@TempDir Path directory) throws IOException {
    LocalFileSystem files = new LocalFileSystem();
    try (LsmEngine engine = open(files, directory)) {
      Tree tree = engine.tree("main");
      for (int i = 0; i < 100; i++) {
        write(engine, new WriteBatch().put(tree, bytes("k" + i), bytes("v" + i)));
      }
      engine.flush();
      write(engine, new WriteBatch().delete(tree, bytes("k7")).put(tree, bytes("k8"), bytes("")));
    }
    try (LsmEngine engine = open(files, directory);
        ReadView view = engine.snapshot()) {
      Tree tree = engine.tree("main");
      assertArrayEquals(bytes("v6"), view.get(tree, bytes("k6")));
      assertNull(view.get(tree, bytes("k7")));
      assertArrayEquals(bytes(""), view.get(tree, bytes("k8")), "an empty value is a value");
      assertEquals(101, engine.lastSequence());
      assertEquals(101, engine.durableSequence());
    }
  }

  @Test
  void snapshotShowsDurableWritesOnlyWhileLatestShowsAll() throws IOException {
    SimulatedWorkers workers = new SimulatedWorkers(false);
    try (LsmEngine engine =
        LsmEngine.open(memory, DIRECTORY, EngineOptions.defaults(), Clock.system(), workers)) {
      Tree tree = engine.tree("main");
      Writes.Outcome outcome = new Writes.Outcome();
      engine.write(new WriteBatch().put(tree, bytes("k"), bytes("v")), Durability.SYNC, outcome);
      Writes.Outcome barrier = new Writes.Outcome();
      engine.whenDurable(barrier);
      try (ReadView latest = engine.latest();
          ReadView before = engine.snapshot()) {
        assertArrayEquals(bytes("v"), latest.get(tree, bytes("k")));
        assertNull(before.get(tree, bytes("k")));
        assertFalse(barrier.future.isDone());
        workers.runPending();
        assertEquals(1, outcome.future.join());
        assertEquals(1, barrier.future.join());
        assertNull(before.get(tree, bytes("k")), "a view never changes");
      }
      try (ReadView after = engine.snapshot()) {
        assertArrayEquals(bytes("v"), after.get(tree, bytes("k")));
      }
    }
  }

  @Test
  void oneSyncServesAllWritesThatWaitedForIt() throws IOException {
    SimulatedWorkers workers = new SimulatedWorkers(false);
    try (LsmEngine engine =
        LsmEngine.open(memory, DIRECTORY, EngineOptions.defaults(), Clock.system(), workers)) {
      Tree tree = engine.tree("main");
      List<Long> acknowledged = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        Writes.Outcome outcome = new Writes.Outcome();
        var unused = outcome.future.thenAccept(acknowledged::add);
        engine.write(
            new WriteBatch().put(tree, bytes("k" + i), bytes("v")), Durability.SYNC, outcome);
      }
      workers.runPending();
      assertEquals(64, acknowledged.size());
      assertEquals(acknowledged.stream().sorted().toList(), acknowledged, "in order");
      assertEquals(1, engine.stats().log().syncs());
    }
  }

  @Test
  void cursorWalksBothWaysWithinBounds() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("main");
      for (String key : List.of("a", "c", "e", "g")) {
        write(engine, new WriteBatch().put(tree, bytes(key), bytes(key)));
      }
      engine.flush();
      write(engine, new WriteBatch().put(tree, bytes("d"), bytes("d")).delete(tree, bytes("e")));
      try (ReadView view = engine.snapshot();
          Cursor cursor = view.cursor(tree, bytes("b"), bytes("g"))) {
        assertTrue(cursor.seekToFirst());
        assertArrayEquals(bytes("c"), cursor.key());
        assertTrue(cursor.next());
        assertArrayEquals(bytes("d"), cursor.key());
        assertTrue(cursor.previous());
        assertArrayEquals(bytes("c"), cursor.key());
        assertFalse(cursor.previous(), "a is below the bound");
        assertTrue(cursor.seekToLast());
        assertArrayEquals(bytes("d"), cursor.key());
        assertFalse(cursor.next(), "e is deleted, g is the exclusive bound");
        assertTrue(cursor.seekFloor(bytes("z")));
        assertArrayEquals(bytes("d"), cursor.value());
        assertTrue(cursor.seekCeiling(bytes("a")));
        assertArrayEquals(bytes("c"), cursor.key());
        assertFalse(cursor.seekCeiling(bytes("e")));
        assertFalse(cursor.seekFloor(bytes("a")));
      }
    }
  }

  @Test
  void compactLeavesNoTombstoneAndNoOldVersion() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("main");
      for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 200; i++) {
          write(engine, new WriteBatch().put(tree, bytes("k" + i), new byte[100]));
        }
        engine.flush();
      }
      for (int i = 1; i < 200; i++) {
        write(engine, new WriteBatch().delete(tree, bytes("k" + i)));
      }
      engine.compact(tree);
      EngineStats stats = engine.stats();
      assertEquals(1, stats.tableFiles());
      assertTrue(stats.tableFileBytes() < 1000, "one entry is left: " + stats);
      try (ReadView view = engine.snapshot()) {
        assertArrayEquals(new byte[100], view.get(tree, bytes("k0")));
        assertNull(view.get(tree, bytes("k1")));
      }
    }
  }

  @Test
  void withoutLogWritesAreDurableAtOnceAndLiveInMemory() throws IOException {
    EngineOptions options =
        EngineOptions.builder().writeAheadLog(false).memtableBytes(10_000).build();
    try (LsmEngine engine =
        LsmEngine.open(memory, DIRECTORY, options, Clock.system(), Workers.platform("test-"))) {
      Tree tree = engine.tree("main");
      for (int i = 0; i < 1000; i++) {
        assertEquals(
            i + 1, write(engine, new WriteBatch().put(tree, bytes("k" + i), new byte[50])));
      }
      engine.flush();
      try (ReadView view = engine.snapshot()) {
        assertArrayEquals(new byte[50], view.get(tree, bytes("k999")));
      }
      assertTrue(engine.stats().flushes() > 3, "memtables were written out");
      assertEquals(0, engine.stats().log().bytes());
    }
  }

  @Test
  void directoryCanBeOpenOnlyOnce() throws IOException {
    try (LsmEngine engine = open()) {
      assertThrows(FileLockedException.class, this::open);
      assertEquals(0, engine.lastSequence());
    }
    open().close();
  }

  @Test
  void writesNeedATreeOfThisEngineAndAKey() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("main");
      Writes.Outcome outcome = new Writes.Outcome();
      assertThrows(
          IllegalArgumentException.class,
          () ->
              engine.write(
                  new WriteBatch().put(tree, new byte[0], bytes("v")), Durability.SYNC, outcome));
      assertThrows(
          IllegalArgumentException.class,
          () ->
              engine.write(
                  new WriteBatch().put(new Tree(5, "x"), bytes("k"), bytes("v")),
                  Durability.SYNC,
                  outcome));
      assertEquals(0, engine.lastSequence());
    }
  }

  @Test
  void treesAreFoundAgainByName() throws IOException {
    try (LsmEngine engine = open()) {
      assertEquals(new Tree(0, "a"), engine.tree("a"));
      assertEquals(new Tree(1, "b"), engine.tree("b"));
    }
    try (LsmEngine engine = open()) {
      assertEquals(new Tree(1, "b"), engine.tree("b"));
      assertEquals(new Tree(2, "c"), engine.tree("c"));
    }
  }

  @Test
  void aFullLogStopsTheWriterAndMemoryIsBounded() throws IOException {
    SimulatedWorkers workers = new SimulatedWorkers(false);
    EngineOptions options =
        EngineOptions.builder()
            .memtableBytes(1000)
            .memtablesMax(2)
            .compaction(CompactionOptions.builder().levelZero(1, 2, 3).build())
            .log(LogOptions.defaults().withPendingBytesMax(300))
            .build();
    try (LsmEngine engine = LsmEngine.open(memory, DIRECTORY, options, Clock.system(), workers)) {
      Tree tree = engine.tree("main");
      for (int i = 0; i < 100; i++) {
        engine.write(
            new WriteBatch().put(tree, bytes("k" + i), new byte[200]),
            Durability.SYNC,
            new Writes.Outcome());
      }
      EngineStats stats = engine.stats();
      assertTrue(stats.log().stalls() > 10, stats.toString());
      assertTrue(stats.memtableBytes() < 4000, "memory is bounded: " + stats);
      assertTrue(stats.flushes() > 10, stats.toString());
    }
  }

  /** What a view holds open outlives flushes and compactions, and goes with the view. */
  @Test
  void viewsPinTheirFiles() throws IOException {
    try (LsmEngine engine =
        LsmEngine.open(
            memory,
            DIRECTORY,
            EngineOptions.defaults(),
            Clock.system(),
            new SimulatedWorkers(true))) {
      Tree tree = engine.tree("main");
      write(engine, new WriteBatch().put(tree, bytes("k"), bytes("old")));
      engine.flush();
      ReadView old = engine.snapshot();
      write(engine, new WriteBatch().delete(tree, bytes("k")));
      engine.compact(tree);
      assertEquals(0, engine.stats().tableFiles());
      assertEquals(1, tables(), "the old view's table is still there");
      assertArrayEquals(bytes("old"), old.get(tree, bytes("k")));
      old.close();
      old.close();
      assertEquals(0, tables());
      assertThrows(IllegalStateException.class, () -> old.get(tree, bytes("k")));
    }
  }

  private long tables() throws IOException {
    return memory.list(DIRECTORY).stream().filter(name -> name.endsWith(".sst")).count();
  }
}
