package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.VersionOptions;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Files written by format version 1 stay readable for ever. {@code -Dcairn.golden.rewrite=DIR}
 * writes them anew, for a new version only: those of version 1 never change.
 */
class GoldenFilesTest {
  private static final Path DIRECTORY = Path.of("/golden");
  private static final String RESOURCES = "/golden/v1/";
  private static final List<String> FILES =
      List.of("CURRENT", "MANIFEST-000002", "000003.log", "000004.sst", "000005.sst");
  private static final int ENTRIES = 120;

  private static LsmEngine open(MemoryFileSystem files) throws IOException {
    return LsmEngine.open(
        files,
        DIRECTORY,
        EngineOptions.builder()
            .blockBytes(512)
            .restartInterval(4)
            .versions(VersionOptions.defaults().createdAt(FormatVersion.FIRST))
            .build(),
        new ManualClock(1_700_000_000_000L),
        new SimulatedWorkers(true));
  }

  /** Two trees, tables with LZ4 and raw blocks and a tombstone, a log with every kind of entry. */
  private static MemoryFileSystem writeAll() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    LsmEngine engine = open(files);
    Tree main = engine.tree("main");
    Tree other = engine.tree("öther");
    for (int i = 0; i < ENTRIES; i++) {
      write(
          engine,
          new WriteBatch()
              .put(
                  main,
                  bytes("key-%04d".formatted(i)),
                  bytes("value of %d ".formatted(i).repeat(5)))
              .put(other, new byte[] {(byte) (i * 73), (byte) i}, new byte[] {(byte) i}));
    }
    write(engine, new WriteBatch().delete(main, bytes("key-0007")));
    engine.flush();
    write(
        engine,
        new WriteBatch()
            .put(main, bytes("late"), bytes("in the log"))
            .delete(main, bytes("key-0008"))
            .put(other, bytes("empty"), new byte[0]));
    write(engine, new WriteBatch());
    engine.close();
    return files;
  }

  private static MemoryFileSystem golden() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectories(DIRECTORY);
    for (String name : FILES) {
      // The suffix keeps tools from taking the log for a text to ignore.
      try (InputStream in = GoldenFilesTest.class.getResourceAsStream(RESOURCES + name + ".bin")) {
        assertNotNull(in, name);
        files.overwrite(DIRECTORY.resolve(name), in.readAllBytes());
      }
    }
    return files;
  }

  @Test
  void filesOfVersionOneAreReadable() throws IOException {
    String rewrite = System.getProperty("cairn.golden.rewrite");
    if (rewrite != null) {
      MemoryFileSystem written = writeAll();
      for (String name : FILES) {
        Files.write(
            Path.of(rewrite).resolve(name + ".bin"), written.contents(DIRECTORY.resolve(name)));
      }
    }
    try (LsmEngine engine = open(golden());
        ReadView view = engine.snapshot()) {
      assertEquals(ENTRIES + 3, engine.lastSequence());
      Tree main = engine.tree("main");
      Tree other = engine.tree("öther");
      assertEquals(List.of(0, 1), List.of(main.id(), other.id()));
      for (int i = 0; i < ENTRIES; i++) {
        byte[] value = view.get(main, bytes("key-%04d".formatted(i)));
        if (i == 7 || i == 8) {
          assertNull(value);
        } else {
          assertArrayEquals(bytes("value of %d ".formatted(i).repeat(5)), value);
        }
        assertArrayEquals(
            new byte[] {(byte) i}, view.get(other, new byte[] {(byte) (i * 73), (byte) i}));
      }
      assertArrayEquals(bytes("in the log"), view.get(main, bytes("late")));
      assertArrayEquals(new byte[0], view.get(other, bytes("empty")));
    }
  }

  /** What is written today is still version 1 to the byte; blocks excepted that LZ4 packs. */
  @Test
  void logAndManifestAreWrittenAsEver() throws IOException {
    MemoryFileSystem expected = golden();
    MemoryFileSystem written = writeAll();
    for (String name : List.of("CURRENT", "000003.log")) {
      assertArrayEquals(
          expected.contents(DIRECTORY.resolve(name)), written.contents(DIRECTORY.resolve(name)));
    }
  }
}
