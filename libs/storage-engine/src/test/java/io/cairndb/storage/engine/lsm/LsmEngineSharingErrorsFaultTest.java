package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileFault;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.sstable.PreparedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every operation of the disk fails in its turn, or finds no space from then on, during an
 * ingestion, a split and a checkpoint: the caller hears of it, nothing is done by half, nothing is
 * left behind, and once there is space the same works; of an engine that has failed, when it was
 * opened again.
 */
class LsmEngineSharingErrorsFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path PREPARED = Path.of("/prepared");
  private static final Path COPY = Path.of("/copy");
  private static final int KEYS = 120;
  private static final String CUT = "k060";

  /** What is done while the disk fails. */
  private enum Deed {
    INGEST {
      @Override
      void run(LsmEngine engine, List<Path> prepared) throws IOException {
        long unused = engine.ingest(engine.tree("t"), prepared);
      }

      @Override
      void show(Map<String, NavigableMap<byte[], byte[]>> trees) {
        for (int i = 0; i < KEYS; i += 7) {
          tree(trees, "t").put(bytes("k%03dx".formatted(i)), bytes("ingested"));
        }
      }
    },
    SPLIT {
      @Override
      void run(LsmEngine engine, List<Path> prepared) throws IOException {
        Tree unused = engine.split(engine.tree("t"), bytes(CUT), "upper");
      }

      @Override
      void show(Map<String, NavigableMap<byte[], byte[]>> trees) {
        NavigableMap<byte[], byte[]> moved = tree(trees, "t").tailMap(bytes(CUT), true);
        tree(trees, "upper").putAll(moved);
        moved.clear();
      }
    },
    CHECKPOINT {
      @Override
      void run(LsmEngine engine, List<Path> prepared) throws IOException {
        long unused = engine.checkpoint(COPY);
      }

      @Override
      void show(Map<String, NavigableMap<byte[], byte[]>> trees) {}
    };

    abstract void run(LsmEngine engine, List<Path> prepared) throws IOException;

    /** What it changes of {@code trees}. */
    abstract void show(Map<String, NavigableMap<byte[], byte[]>> trees);
  }

  private static NavigableMap<byte[], byte[]> tree(
      Map<String, NavigableMap<byte[], byte[]>> trees, String name) {
    return trees.computeIfAbsent(name, it -> new TreeMap<>(Arrays::compareUnsigned));
  }

  private static EngineOptions options(boolean sealed) {
    return EngineOptions.builder()
        .blockBytes(128)
        .compaction(CompactionOptions.builder().levelZero(3, 12, 20).workers(1).build())
        .operations(OperationsOptions.defaults().withKeyring(sealed ? TestKeyring.ONE : null))
        .build();
  }

  /** One engine, one error. */
  private static final class Run {
    private final MemoryFileSystem files = new MemoryFileSystem();
    private final boolean sealed;
    private final Deed deed;
    private final List<Path> prepared = List.of(PREPARED.resolve("a"), PREPARED.resolve("b"));
    private Map<String, NavigableMap<byte[], byte[]>> trees = new TreeMap<>();

    Run(Deed deed, boolean sealed) {
      this.deed = deed;
      this.sealed = sealed;
    }

    private LsmEngine open() throws IOException {
      return LsmEngine.open(
          files, DIRECTORY, options(sealed), Clock.system(), new SimulatedWorkers(true));
    }

    private void prepare() throws IOException {
      files.createDirectories(PREPARED);
      for (int half = 0; half < 2; half++) {
        Path path = prepared.get(half);
        try (PreparedTable table = new PreparedTable(files, path, options(sealed))) {
          for (int i = 0; i < KEYS; i += 7) {
            if (i < KEYS / 2 == (half == 0)) {
              table.put(bytes("k%03dx".formatted(i)), bytes("ingested"));
            }
          }
          table.finish();
        }
      }
    }

    private void fill(LsmEngine engine) throws IOException {
      for (int i = 0; i < KEYS; i++) {
        for (String name : List.of("t", "other")) {
          byte[] key = bytes("k%03d".formatted((i * 31) % KEYS));
          byte[] value = bytes(name + i);
          write(engine, new WriteBatch().put(engine.tree(name), key, value));
          tree(trees, name).put(key, value);
        }
        if (i % 25 == 24) {
          engine.flush();
        }
      }
      if (deed == Deed.SPLIT) {
        engine.flush();
      }
    }

    /** Returns whether the error came before the deed had ended. */
    boolean failsAt(int operation, FileFault.Kind kind) throws IOException {
      prepare();
      LsmEngine engine = open();
      fill(engine);
      files.inject(new FileFault(files.operations() + operation, kind));
      Exception failure = attempt(engine);
      boolean fired = files.faultFired();
      files.inject(null);
      String at = deed + ", " + kind + " at operation " + operation + ": " + failure;
      if (failure == null) {
        deed.show(trees);
      } else {
        assertTrue(fired, at);
        assertClear(failure, kind);
        engine = goOn(engine, failure, at);
      }
      assertShows(engine, at);
      engine.close();
      assertEquals(0, files.openFiles(), at);
      reopen(at);
      return fired;
    }

    private @Nullable Exception attempt(LsmEngine engine) {
      try {
        deed.run(engine, prepared);
        return null;
      } catch (IOException | UncheckedIOException | EngineFailedException e) {
        return e;
      }
    }

    private static void assertClear(Exception failure, FileFault.Kind kind) {
      String message = String.valueOf(failure.getMessage());
      boolean full = message.contains("the disk is full") || message.contains("No space left");
      boolean error = message.contains("injected") || message.contains("failed before");
      assertTrue(kind == FileFault.Kind.NO_SPACE ? full : error, message);
    }

    /** The engine in which the deed was done at last. */
    private LsmEngine goOn(LsmEngine engine, Exception failure, String at) throws IOException {
      LsmEngine used = engine;
      if (failure instanceof EngineFailedException) {
        engine.close();
        used = open();
      } else {
        assertNoOrphans(engine, at);
      }
      if (!isShown(used)) {
        assertShows(used, at);
        write(used, new WriteBatch().put(used.tree("other"), bytes("after"), bytes("v")));
        tree(trees, "other").put(bytes("after"), bytes("v"));
        deed.run(used, prepared);
        deed.show(trees);
      }
      return used;
    }

    /** Whether an engine that failed in the deed has done it all the same; notes that it has. */
    private boolean isShown(LsmEngine engine) {
      Map<String, NavigableMap<byte[], byte[]>> changed = new TreeMap<>();
      trees.forEach((name, entries) -> tree(changed, name).putAll(entries));
      deed.show(changed);
      byte[] last = tree(changed, "t").lastKey();
      boolean same = Arrays.equals(last, tree(trees, "t").lastKey());
      try (ReadView view = engine.snapshot();
          Cursor cursor = view.cursor(engine.tree("t"), null, null)) {
        boolean shown = !same && cursor.seekToLast() && Arrays.equals(last, cursor.key());
        trees = shown ? changed : trees;
        return shown;
      }
    }

    private void assertShows(LsmEngine engine, String at) {
      try (ReadView view = engine.snapshot()) {
        trees.forEach(
            (name, entries) -> {
              Tree tree = engine.tree(name);
              try (Cursor cursor = view.cursor(tree, null, null)) {
                boolean valid = cursor.seekToFirst();
                for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
                  assertTrue(valid, at);
                  assertArrayEquals(entry.getKey(), cursor.key(), at);
                  assertArrayEquals(entry.getValue(), cursor.value(), at);
                  assertNotNull(view.get(tree, entry.getKey()), at);
                  valid = cursor.next();
                }
                assertEquals(false, valid, at);
              }
            });
      }
    }

    private void assertNoOrphans(LsmEngine engine, String at) throws IOException {
      long tables = files.list(DIRECTORY).stream().filter(it -> it.endsWith(".sst")).count();
      assertEquals(engine.stats().tableFiles(), tables, at);
    }

    private void reopen(String at) throws IOException {
      try (LsmEngine reopened = open()) {
        assertShows(reopened, at);
        assertNoOrphans(reopened, at);
        reopened.compact(reopened.tree("t"));
        assertShows(reopened, at);
      }
      if (deed == Deed.CHECKPOINT) {
        try (LsmEngine copy =
            LsmEngine.open(
                files, COPY, options(sealed), Clock.system(), new SimulatedWorkers(true))) {
          assertShows(copy, at);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INGEST, IO_ERROR",
    "INGEST, NO_SPACE",
    "SPLIT, IO_ERROR",
    "SPLIT, NO_SPACE",
    "CHECKPOINT, IO_ERROR",
    "CHECKPOINT, NO_SPACE"
  })
  void anErrorAtAnyOperationLeavesNothingByHalf(Deed deed, FileFault.Kind kind) throws IOException {
    boolean fired = true;
    int operations = 0;
    for (int at = 1; fired; at++) {
      fired = new Run(deed, at % 2 == 0).failsAt(at, kind);
      operations += fired ? 1 : 0;
    }
    assertTrue(operations > 10, "operations: " + operations);
  }
}
