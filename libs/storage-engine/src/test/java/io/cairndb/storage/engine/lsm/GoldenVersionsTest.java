package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.VersionOptions;
import io.cairndb.storage.engine.VersionsGoneException;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.sstable.PreparedTable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Files written by format version 2 stay readable for ever: versions, deleted ranges, timestamps,
 * parts of split files, ingested tables. {@code -Dcairn.golden.rewrite=DIR} writes them anew, for a
 * new version only.
 */
class GoldenVersionsTest {
  private static final Path DIRECTORY = Path.of("/golden");
  private static final Path PREPARED = Path.of("/prepared");
  private static final String RESOURCES = "/golden/v2/";
  private static final int ROUNDS = 40;
  private static final long LAST_TIME = 1000 + ROUNDS;

  private static LsmEngine open(MemoryFileSystem files) throws IOException {
    return LsmEngine.open(
        files,
        DIRECTORY,
        EngineOptions.builder()
            .blockBytes(128)
            .restartInterval(3)
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

  private static MemoryFileSystem golden() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectories(DIRECTORY);
    for (String name : new String(resource("FILES"), StandardCharsets.UTF_8).split("\n")) {
      files.overwrite(DIRECTORY.resolve(name), resource(name + ".bin"));
    }
    return files;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = GoldenVersionsTest.class.getResourceAsStream(RESOURCES + name)) {
      assertNotNull(in, name);
      return in.readAllBytes();
    }
  }

  private static void rewrite(Path target) throws IOException {
    MemoryFileSystem written = writeAll();
    List<String> names =
        written.list(DIRECTORY).stream().filter(name -> !name.equals("LOCK")).toList();
    Files.writeString(target.resolve("FILES"), String.join("\n", names) + "\n");
    for (String name : names) {
      Files.write(target.resolve(name + ".bin"), written.contents(DIRECTORY.resolve(name)));
    }
  }

  @Test
  void filesOfVersionTwoAreReadable() throws IOException {
    String target = System.getProperty("cairn.golden.rewrite");
    if (target != null) {
      rewrite(Path.of(target));
    }
    MemoryFileSystem files = golden();
    for (int opening = 0; opening < 2; opening++) {
      try (LsmEngine engine = open(files)) {
        assertEquals(FormatVersion.VERSIONS, engine.format());
        assertEquals(ROUNDS + 3, engine.lastSequence());
        assertNewest(engine);
        assertPast(engine);
        // The second time everything has been through a compaction of today.
        engine.compact(engine.tree("main"));
        engine.compact(engine.tree("upper"));
      }
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
