package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineRepair;
import io.cairndb.storage.engine.tool.EngineVerifier;
import io.cairndb.storage.engine.tool.Finding;
import io.cairndb.storage.engine.tool.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A repaired tree of time windows is one still, and its data goes when its time has come. */
class EngineRepairWindowsTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration EXPIRY = Duration.ofHours(6);
  private static final TreeOptions HOURS = TreeOptions.timeWindows(HOUR, EXPIRY);
  private static final int WINDOWS = 4;
  private static final int KEYS = 30;

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final ManualClock clock = new ManualClock(Duration.ofDays(20_000).toMillis());
  private final SimulatedWorkers workers = new SimulatedWorkers(true, clock);
  private final List<Finding> findings = new ArrayList<>();

  private LsmEngine open() throws IOException {
    EngineOptions options = EngineOptions.builder().blockBytes(512).build();
    return LsmEngine.open(files, DIRECTORY, options, clock, workers);
  }

  private static byte[] key(int window, int number) {
    return bytes("w%d-k%03d".formatted(window, number));
  }

  private static byte[] value(int window, int number) {
    return bytes("value %d of window %d, long enough to fill blocks".formatted(number, window));
  }

  /** Each window has a table, which overwrites a key of the first; the last one is in the log. */
  private void fill() throws IOException {
    try (LsmEngine engine = open()) {
      Tree log = engine.tree("log", HOURS);
      for (int window = 0; window < WINDOWS; window++) {
        for (int i = 0; i < KEYS; i++) {
          write(engine, new WriteBatch().put(log, key(window, i), value(window, i)));
        }
        write(engine, new WriteBatch().put(log, bytes("shared"), value(window, 0)));
        if (window < WINDOWS - 1) {
          engine.flush();
          clock.advance(HOUR);
        }
      }
    }
  }

  private Path file(Predicate<String> which) throws IOException {
    return DIRECTORY.resolve(
        files.list(DIRECTORY).stream().filter(which).sorted().toList().getLast());
  }

  private void repair() throws IOException {
    EngineLocation engine = new EngineLocation(files, DIRECTORY);
    EngineRepair.Result result =
        new EngineRepair(
                engine, clock.currentTimeMillis(), RandomSource.seeded(1), false, findings::add)
            .run();
    assertTrue(result.changed(), findings.toString());
    List<Finding> left = new ArrayList<>();
    assertTrue(new EngineVerifier(engine, left::add, Progress.NONE).run().isWhole(), "" + left);
  }

  private static int readable(LsmEngine engine, Tree tree) {
    int readable = 0;
    try (ReadView view = engine.snapshot()) {
      for (int window = 0; window < WINDOWS; window++) {
        for (int i = 0; i < KEYS; i++) {
          byte[] found = view.get(tree, key(window, i));
          if (found != null) {
            assertArrayEquals(value(window, i), found);
            readable++;
          }
        }
      }
      assertArrayEquals(value(WINDOWS - 1, 0), view.get(tree, bytes("shared")));
    }
    return readable;
  }

  private void assertExpires(LsmEngine engine) throws IOException {
    engine.flush();
    clock.advance(EXPIRY.minus(HOUR));
    workers.runPending();
    assertTrue(engine.stats().tableFiles() > 0, "what is not over is gone");
    clock.advance(HOUR.multipliedBy(2));
    workers.runPending();
    assertEquals(0, engine.stats().tableFiles(), "what is over has stayed");
  }

  /** The end of the manifest is lost, and with it the tables' levels; its beginning tells. */
  @Test
  void whatIsLeftOfAManifestTellsTheWindows() throws IOException {
    fill();
    Path manifest = file(name -> FileNames.manifestNumber(name).isPresent());
    files.flipBit(manifest, (files.size(manifest) - 3) * 8);
    repair();
    try (LsmEngine engine = open()) {
      Tree log = engine.tree("log", HOURS);
      assertEquals(WINDOWS * KEYS, readable(engine, log));
      assertExpires(engine);
    }
  }

  @Test
  void aDamagedTableKeepsItsTime() throws IOException {
    fill();
    files.flipBit(file(name -> name.endsWith(".sst")), 100 * 8);
    repair();
    try (LsmEngine engine = open()) {
      Tree log = engine.tree("log", HOURS);
      int readable = readable(engine, log);
      assertTrue(readable < WINDOWS * KEYS && readable > (WINDOWS - 1) * KEYS, "" + readable);
      assertExpires(engine);
    }
  }

  /** Both copies of a window, before and after a merge of it, are there: one is taken. */
  @Test
  void tablesThatWereMergedBeforeAreMergedAgain() throws IOException {
    fill();
    List<Path> before = new ArrayList<>();
    List<byte[]> contents = new ArrayList<>();
    for (String name : files.list(DIRECTORY)) {
      if (name.endsWith(".sst")) {
        before.add(DIRECTORY.resolve(name));
        contents.add(files.contents(DIRECTORY.resolve(name)));
      }
    }
    Path manifest;
    try (LsmEngine engine = open()) {
      engine.compact(engine.tree("log", HOURS));
      manifest = file(name -> FileNames.manifestNumber(name).isPresent());
    }
    for (int i = 0; i < before.size(); i++) {
      files.overwrite(before.get(i), contents.get(i));
    }
    files.flipBit(manifest, (files.size(manifest) - 3) * 8);
    repair();
    try (LsmEngine engine = open()) {
      assertEquals(WINDOWS * KEYS, readable(engine, engine.tree("log", HOURS)));
      assertExpires(engine);
    }
  }

  /** Nothing tells the windows' length, only tables that there were some: that is reported. */
  @Test
  void lostWindowsAreReported() throws IOException {
    fill();
    for (String name : files.list(DIRECTORY)) {
      if (FileNames.manifestNumber(name).isPresent()) {
        files.delete(DIRECTORY.resolve(name));
      }
    }
    repair();
    List<String> told =
        findings.stream().map(Finding::detail).filter(it -> it.contains("time windows")).toList();
    assertEquals(
        List.of(
            "the options of tree 0: it had time windows and is compacted by levels from"
                + " now on, so that its data does not expire"),
        told);
    try (LsmEngine engine = open()) {
      assertEquals(WINDOWS * KEYS, readable(engine, engine.tree("recovered-0")));
      assertThrows(IllegalStateException.class, () -> engine.tree("recovered-0", HOURS));
    }
  }
}
