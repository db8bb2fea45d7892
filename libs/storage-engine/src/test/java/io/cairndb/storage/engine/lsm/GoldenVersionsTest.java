package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.IndexOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.VersionOptions;
import io.cairndb.storage.engine.VersionsGoneException;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.sstable.PreparedTable;
import io.cairndb.storage.engine.sstable.TableInspector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files written by format versions from 2 on stay readable for ever: versions, deleted ranges,
 * timestamps, parts of split files, ingested tables; from 3 on indexes in partitions. {@code
 * -Dcairn.golden.rewrite=DIR} writes those of the newest version anew, before it is released.
 */
class GoldenVersionsTest {
  private static final Path DIRECTORY = Path.of("/golden");
  private static final Path PREPARED = Path.of("/prepared");
  private static final int ROUNDS = 40;
  private static final long LAST_TIME = 1000 + ROUNDS;

  private static LsmEngine open(MemoryFileSystem files) throws IOException {
    return LsmEngine.open(
        files,
        DIRECTORY,
        EngineOptions.builder()
            .blockBytes(128)
            .restartInterval(3)
            .index(new IndexOptions(200, 100))
            .versions(VersionOptions.defaults().retaining(20, 1))
            .build(),
        new ManualClock(1_700_000_000_000L),
        new SimulatedWorkers(true));
  }

  private static byte[] value(int round) {
    return bytes("round %d ".formatted(round).repeat(2));
  }

  /** Each round writes all ten keys; round 20 deletes a range, round 30 is followed by a flush. */
  private static MemoryFileSystem writeAll() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    try (LsmEngine engine = open(files)) {
      Tree main = engine.tree("main");
      for (int round = 1; round <= ROUNDS; round++) {
        WriteBatch batch = new WriteBatch().timestamp(1000 + round);
        for (int key = 0; key < 10; key++) {
          batch.put(main, bytes("key" + key), value(round));
        }
        if (round % 20 == 0) {
          batch.deleteRange(main, bytes("key3"), bytes("key6"));
        }
        write(engine, batch);
        if (round == 30) {
          engine.flush();
        }
      }
      engine.flush();
      ingest(files, engine, main);
      Tree upper = engine.split(main, bytes("key7"), "upper");
      write(engine, new WriteBatch().deleteRange(main, bytes("key0"), bytes("key1")));
      write(engine, new WriteBatch().put(upper, bytes("late"), bytes("in the log")));
    }
    return files;
  }

  private static void ingest(MemoryFileSystem files, LsmEngine engine, Tree tree)
      throws IOException {
    files.createDirectories(PREPARED);
    Path path = PREPARED.resolve("table");
    try (PreparedTable table = new PreparedTable(files, path, EngineOptions.defaults())) {
      table.put(bytes("key65"), bytes("ingested")).put(bytes("key75"), bytes("ingested"));
      table.deleteRange(bytes("key8"), bytes("key9")).finish();
    }
    assertEquals(ROUNDS + 1, engine.ingest(tree, List.of(path)));
  }

  private static GoldenDirectory directory(FormatVersion version) {
    return new GoldenDirectory("v" + version.number(), DIRECTORY);
  }

  private static MemoryFileSystem golden(FormatVersion version) throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    directory(version).load(files);
    return files;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIRST")
  void filesOfEachVersionAreReadable(FormatVersion version) throws IOException {
    Path target = GoldenDirectory.rewriteTarget();
    if (target != null && version == FormatVersion.NEWEST) {
      directory(version).save(writeAll(), target);
    }
    MemoryFileSystem files = golden(version);
    for (int opening = 0; opening < 2; opening++) {
      try (LsmEngine engine = open(files)) {
        assertEquals(version, engine.format());
        assertEquals(ROUNDS + 3, engine.lastSequence());
        assertNewest(engine);
        assertPast(engine);
        // The second time everything has been through a compaction of today.
        engine.compact(engine.tree("main"));
        engine.compact(engine.tree("upper"));
      }
    }
  }

  /** The golden files show what version 3 brought, and only they. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FIRST")
  void indexesAreInPartitionsFromVersionThreeOn(FormatVersion version) throws IOException {
    MemoryFileSystem files = golden(version);
    int partitionsMax = 0;
    for (String name : files.list(DIRECTORY)) {
      if (name.endsWith(".sst")) {
        Path path = DIRECTORY.resolve(name);
        try (TableInspector table = TableInspector.open(files, path, new Ciphers(null))) {
          assertEquals(version, table.format());
          partitionsMax = Math.max(partitionsMax, table.partitions().size());
        }
      }
    }
    assertEquals(version.isAtLeast(FormatVersion.PARTITIONS), partitionsMax > 3);
  }

  /** A directory of the version before goes on as it is, and is raised with all that it keeps. */
  @Test
  void versionTwoIsRaisedWithItsPast() throws IOException {
    MemoryFileSystem files = golden(FormatVersion.VERSIONS);
    try (LsmEngine engine = open(files)) {
      files.createDirectories(PREPARED);
      Path path = PREPARED.resolve("newer");
      try (PreparedTable table = new PreparedTable(files, path, EngineOptions.defaults())) {
        table.put(bytes("key66"), bytes("newer")).finish();
      }
      Tree main = engine.tree("main");
      assertThrows(IllegalStateException.class, () -> engine.ingest(main, List.of(path)));
      engine.raiseFormat(FormatVersion.PARTITIONS);
      assertEquals(FormatVersion.PARTITIONS, engine.format());
      assertNewest(engine);
      assertPast(engine);
      engine.compact(main);
      assertEquals(ROUNDS + 4, engine.ingest(main, List.of(path)));
    }
    try (LsmEngine engine = open(files)) {
      assertEquals(FormatVersion.PARTITIONS, engine.format());
      assertNewest(engine);
      assertPast(engine);
    }
  }

  private static void assertNewest(LsmEngine engine) {
    Tree main = engine.tree("main");
    Tree upper = engine.tree("upper");
    try (ReadView view = engine.snapshot()) {
      for (int key = 0; key < 10; key++) {
        byte[] inMain = view.get(main, bytes("key" + key));
        byte[] inUpper = view.get(upper, bytes("key" + key));
        boolean deleted = key == 0 || (key >= 3 && key < 6) || key == 8;
        if (deleted) {
          assertNull(inMain);
          assertNull(inUpper);
        } else {
          assertArrayEquals(value(ROUNDS), key < 7 ? inMain : inUpper);
          assertNull(key < 7 ? inUpper : inMain);
        }
      }
      assertArrayEquals(bytes("ingested"), view.get(main, bytes("key65")));
      assertArrayEquals(bytes("ingested"), view.get(upper, bytes("key75")));
      assertArrayEquals(bytes("in the log"), view.get(upper, bytes("late")));
    }
  }

  private static void assertPast(LsmEngine engine) {
    Tree main = engine.tree("main");
    assertThrows(VersionsGoneException.class, () -> engine.snapshot(engine.horizon() - 1));
    for (long time = LAST_TIME - 15; time < LAST_TIME; time++) {
      long sequence = engine.sequenceAt(time);
      assertEquals(time - 1000, sequence);
      try (ReadView view = engine.snapshot(sequence)) {
        assertArrayEquals(value((int) sequence), view.get(main, bytes("key1")));
        assertArrayEquals(value((int) sequence), view.get(main, bytes("key4")));
      }
    }
  }
}
