package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileFault;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An opening that meets a fault at any of its steps leaves nothing open, and loses nothing. */
class OpeningFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int KEYS = 40;

  private static LsmEngine open(MemoryFileSystem files) throws IOException {
    return LsmEngine.open(
        files,
        DIRECTORY,
        EngineOptions.builder().memtableBytes(4000).build(),
        new ManualClock(1),
        new SimulatedWorkers(true));
  }

  /** Tables, a segment that was replayed and one that is not flushed. */
  private static Map<Path, byte[]> fill() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    for (int round = 0; round < 2; round++) {
      LsmEngine engine = open(files);
      Tree tree = engine.tree("t");
      for (int i = round; i < KEYS; i += 2) {
        write(engine, new WriteBatch().put(tree, bytes("k" + i), new byte[200]));
      }
      files.crash(round);
    }
    Map<Path, byte[]> contents = new TreeMap<>();
    for (String name : files.list(DIRECTORY)) {
      contents.put(DIRECTORY.resolve(name), files.contents(DIRECTORY.resolve(name)));
    }
    return contents;
  }

  private static void assertHasAll(MemoryFileSystem files, String after) throws IOException {
    try (LsmEngine engine = open(files);
        ReadView view = engine.snapshot()) {
      for (int i = 0; i < KEYS; i++) {
        assertArrayEquals(new byte[200], view.get(engine.tree("t"), bytes("k" + i)), after);
      }
      write(engine, new WriteBatch().put(engine.tree("t"), bytes("k0"), new byte[200]));
    }
  }

  /** Returns whether the fault was met. */
  private static boolean opensWith(MemoryFileSystem files, FileFault fault, String after)
      throws IOException {
    files.inject(fault);
    boolean opened = true;
    try {
      LsmEngine engine = open(files);
      engine.close();
    } catch (IOException | UncheckedIOException | EngineFailedException e) {
      opened = false;
    }
    boolean fired = files.faultFired();
    files.inject(null);
    assertTrue(opened || fired, "failed for another reason, " + after);
    assertEquals(0, files.openFiles(), "left open, " + after);
    return fired;
  }

  @ParameterizedTest
  @EnumSource(
      value = FileFault.Kind.class,
      names = {"IO_ERROR", "NO_SPACE", "SYNC_FAILURE"})
  void nothingStaysOpenAndNothingIsLost(FileFault.Kind kind) throws IOException {
    Map<Path, byte[]> filled = fill();
    int step = 0;
    boolean fired = true;
    while (fired) {
      step++;
      MemoryFileSystem files = new MemoryFileSystem();
      files.createDirectories(DIRECTORY);
      filled.forEach(files::overwrite);
      boolean crash = step % 2 == 0;
      String after = kind + " at step " + step + (crash ? " and a power cut" : "");
      fired = opensWith(files, new FileFault(files.operations() + step, kind), after);
      if (crash) {
        files.crash(step);
      }
      assertHasAll(files, after);
    }
    assertTrue(step > 10, "steps: " + step);
  }
}
