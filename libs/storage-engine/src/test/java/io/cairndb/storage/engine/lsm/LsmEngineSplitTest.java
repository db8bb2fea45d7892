package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileSystem;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Splits after key rotations, of trees that were split, and beside the end of the engine. */
class LsmEngineSplitTest {
  private static final Path DIRECTORY = Path.of("/engine");

  private final MemoryFileSystem files = new MemoryFileSystem();

  private static LsmEngine open(FileSystem files, EngineOptions options) throws IOException {
    return LsmEngine.open(
        files, DIRECTORY, options, new ManualClock(1), new SimulatedWorkers(true));
  }

  private static void fill(LsmEngine engine, Tree tree, int bytes) throws IOException {
    for (int i = 100; i < 200; i++) {
      write(engine, new WriteBatch().put(tree, bytes("k" + i), new byte[bytes]));
    }
    engine.flush();
  }

  @Test
  void linksAreReadByTheKeyThatCountsForTheTable() throws IOException {
    LocalKeystore keystore = TestKeyring.create("a");
    EngineOptions options =
        EngineOptions.builder()
            .operations(OperationsOptions.defaults().withKeyring(keystore))
            .build();
    LsmEngine engine = open(files, options);
    fill(engine, engine.tree("t"), 100);
    keystore.rotate("b");
    engine.keys().rewrap();
    assertEquals(Set.of("b"), engine.keys().inUse());
    keystore.retire("a");
    engine.split(engine.tree("t"), bytes("k150"), "u");
    assertEquals(Set.of("b"), engine.keys().inUse());
    engine.close();
    try (LsmEngine reopened = open(files, options);
        ReadView view = reopened.snapshot()) {
      assertArrayEquals(new byte[100], view.get(reopened.tree("t"), bytes("k149")));
      assertArrayEquals(new byte[100], view.get(reopened.tree("u"), bytes("k150")));
      assertEquals(Set.of("b"), reopened.keys().inUse());
    }
  }

  @Test
  void partsOfPartsCountTheirShare() throws IOException {
    EngineOptions options = EngineOptions.builder().compression(Compression.NONE).build();
    try (LsmEngine engine = open(files, options)) {
      Tree tree = engine.tree("t");
      fill(engine, tree, 10_000);
      long all = engine.stats().tableFileBytes();
      Tree half = engine.split(tree, bytes("k150"), "half");
      assertEquals(all, engine.stats().tableFileBytes(), 2);
      Tree quarter = engine.split(half, bytes("k175"), "quarter");
      engine.split(quarter, bytes("k190"), "tenth");
      engine.split(tree, bytes("k125"), "second");
      assertEquals(all, engine.stats().tableFileBytes(), 5);
    }
  }

  /** The engine is told to close when the first link is made, and waits for the split then. */
  @Test
  void aSplitThatTheEndOfTheEngineOvertakesDoesNothing() throws IOException {
    AtomicReference<@Nullable LsmEngine> closing = new AtomicReference<>();
    List<CompletableFuture<Void>> closed = new ArrayList<>();
    FileSystem hooked =
        HookedFiles.of(
            files,
            (operation, path) -> {
              LsmEngine engine = operation.equals("link") ? closing.getAndSet(null) : null;
              if (engine != null) {
                closed.add(Closing.begin(engine));
              }
            });
    EngineOptions options = EngineOptions.defaults();
    LsmEngine engine = open(hooked, options);
    Tree tree = engine.tree("t");
    fill(engine, tree, 100);
    closing.set(engine);
    assertThrows(IllegalStateException.class, () -> engine.split(tree, bytes("k150"), "upper"));
    closed.getFirst().join();
    assertEquals(0, files.openFiles());
    try (LsmEngine reopened = open(files, options);
        ReadView view = reopened.snapshot()) {
      assertArrayEquals(new byte[100], view.get(reopened.tree("t"), bytes("k199")));
      long tables = files.list(DIRECTORY).stream().filter(it -> it.endsWith(".sst")).count();
      assertEquals(1, tables);
      assertTrue(reopened.stats().tableFileBytes() > 0);
    }
  }
}
