package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.VersionOptions;
import io.cairndb.storage.engine.VersionsGoneException;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.engine.sstable.PreparedTable;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineRepair;
import io.cairndb.storage.engine.tool.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a repair knows of trees, tables, keys and versions when the manifest, or the log, is bad.
 */
final class RepairOfRemainsFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path PREPARED = Path.of("/prepared");
  private static final TreeOptions WINDOWS =
      TreeOptions.timeWindows(Duration.ofHours(1), Duration.ofHours(2));

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final List<Finding> findings = new ArrayList<>();

  @BeforeEach
  void createDirectories() throws IOException {
    files.createDirectories(PREPARED.resolveSibling("keys"));
  }

  private LsmEngine open(EngineOptions options) throws IOException {
    return LsmEngine.open(
        files, DIRECTORY, options, new ManualClock(1), new SimulatedWorkers(true));
  }

  private LsmEngine open() throws IOException {
    return open(EngineOptions.defaults());
  }

  private void repair(@Nullable Keyring keyring) throws IOException {
    EngineLocation engine = new EngineLocation(files, DIRECTORY, keyring);
    assertTrue(
        new EngineRepair(engine, RandomSource.seeded(1), false, findings::add).run().changed());
  }

  /** Flips a bit {@code back} bytes before the end of the file whose name contains {@code part}. */
  private void damage(String part, int back) throws IOException {
    for (String name : files.list(DIRECTORY)) {
      long length = files.size(DIRECTORY.resolve(name));
      if (name.contains(part) && length > back) {
        files.flipBit(DIRECTORY.resolve(name), (length - back) * 8);
      }
    }
  }

  private void prepare(String key, String value) throws IOException {
    try (PreparedTable table = new PreparedTable(files, PREPARED, EngineOptions.defaults())) {
      table.put(bytes(key), bytes(value)).finish();
    }
  }

  private static @Nullable String value(LsmEngine engine, String tree, String key) {
    try (ReadView view = engine.latest()) {
      byte[] value = view.get(engine.tree(tree), bytes(key));
      return value == null ? null : new String(value, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** Each tree gets its own, with the numbers it was ingested under, and stays what it is. */
  @Test
  void ingestedTablesAndOptionsOfTreesAreKeptWithoutAManifest() throws IOException {
    try (LsmEngine engine = open()) {
      Tree zero = engine.tree("zero");
      Tree one = engine.tree("one", WINDOWS);
      write(engine, new WriteBatch().put(zero, bytes("a"), bytes("1")));
      write(
          engine,
          new WriteBatch().put(one, bytes("a"), bytes("2")).put(one, bytes("m"), bytes("3")));
      engine.flush();
      prepare("m", "ingested");
      assertEquals(3, engine.ingest(one, List.of(PREPARED)));
    }
    for (String name : files.list(DIRECTORY)) {
      if (name.startsWith("MANIFEST")) {
        files.flipBit(DIRECTORY.resolve(name), 60 * 8);
      }
    }
    assertThrows(CorruptionException.class, () -> open().close());
    repair(null);
    try (LsmEngine engine = open()) {
      assertEquals("1", value(engine, "zero", "a"));
      assertNull(value(engine, "zero", "m"));
      assertEquals("2", value(engine, "one", "a"));
      assertEquals("ingested", value(engine, "one", "m"));
      assertEquals("one", engine.tree("one", WINDOWS).name());
      Tree one = engine.tree("one");
      write(engine, new WriteBatch().put(one, bytes("m"), bytes("newer")));
      engine.flush();
      assertEquals("newer", value(engine, "one", "m"));
      // All of a tree of windows is where windows are looked for.
      assertEquals(3, engine.stats().compaction().levels().getFirst().tables());
    }
  }

  /** The file is the same, but each tree shows its part of the keys only. */
  @Test
  void partsOfASplitTreeStayApartWithoutAManifest() throws IOException {
    try (LsmEngine engine = open()) {
      Tree left = engine.tree("left");
      write(
          engine,
          new WriteBatch().put(left, bytes("a"), bytes("1")).put(left, bytes("m"), bytes("2")));
      engine.flush();
      Tree right = engine.split(left, bytes("k"), "right");
      write(
          engine,
          new WriteBatch().put(right, bytes("m"), bytes("3")).put(left, bytes("b"), bytes("4")));
      engine.flush();
    }
    for (String name : files.list(DIRECTORY)) {
      if (name.startsWith("MANIFEST")) {
        files.flipBit(DIRECTORY.resolve(name), 60 * 8);
      }
    }
    repair(null);
    try (LsmEngine engine = open()) {
      assertEquals("1", value(engine, "left", "a"));
      assertEquals("4", value(engine, "left", "b"));
      assertNull(value(engine, "left", "m"));
      assertNull(value(engine, "right", "a"));
      assertEquals("3", value(engine, "right", "m"));
    }
  }

  /** Nothing says where its keys belong: the file is kept aside instead of guessing. */
  @Test
  void ingestedTableThatNoManifestNamesIsKeptAside() throws IOException {
    try (LsmEngine engine = open()) {
      write(engine, new WriteBatch().put(engine.tree("zero"), bytes("a"), bytes("1")));
      engine.flush();
      prepare("m", "ingested");
      assertEquals(2, engine.ingest(engine.tree("one"), List.of(PREPARED)));
    }
    for (String name : files.list(DIRECTORY)) {
      if (name.startsWith("MANIFEST")) {
        files.truncate(DIRECTORY.resolve(name), 41);
      }
    }
    repair(null);
    try (LsmEngine engine = open()) {
      assertEquals("1", value(engine, "recovered-0", "a"));
      assertNull(value(engine, "recovered-0", "m"));
    }
    assertTrue(
        findings.stream().anyMatch(it -> it.toString().contains("into which tree")),
        findings.toString());
  }

  @Test
  void keysWrappedAnewAreKeptWithoutAManifest() throws IOException {
    LocalKeystore keystore =
        LocalKeystore.create(files, Path.of("/keys/keystore"), Entropy.system(), "first");
    EngineOptions options =
        EngineOptions.builder()
            .operations(OperationsOptions.defaults().withKeyring(keystore))
            .build();
    try (LsmEngine engine = open(options)) {
      write(engine, new WriteBatch().put(engine.tree("t"), bytes("k"), bytes("v")));
      engine.flush();
      keystore.rotate("second");
      assertEquals(1, engine.keys().rewrap());
      keystore.retire("first");
      for (int i = 0; i < 6; i++) {
        Tree unused = engine.tree("x" + i);
        assertEquals("x" + i, unused.name());
      }
    }
    damage("MANIFEST", 120);
    assertThrows(CorruptionException.class, () -> open(options).close());
    repair(keystore);
    for (int i = 0; i < 2; i++) {
      try (LsmEngine engine = open(options)) {
        assertEquals("v", value(engine, "t", "k"));
      }
    }
  }

  /**
   * Versions that were in the log alone are gone but for the newest, which the horizon must say.
   */
  @Test
  void salvagedLogMovesTheHorizon() throws IOException {
    EngineOptions options =
        EngineOptions.builder().versions(VersionOptions.defaults().retaining(1_000_000, 1)).build();
    try (LsmEngine engine = open(options)) {
      Tree tree = engine.tree("t");
      write(engine, new WriteBatch().timestamp(10).put(tree, bytes("k"), bytes("v1")));
      engine.flush();
      write(engine, new WriteBatch().timestamp(11).put(tree, bytes("k"), bytes("v2")));
      write(engine, new WriteBatch().timestamp(12).put(tree, bytes("k"), bytes("v3")));
      write(engine, new WriteBatch().timestamp(13).put(tree, bytes("x"), new byte[100]));
      write(engine, new WriteBatch().timestamp(14).put(tree, bytes("y"), bytes("1")));
      try (ReadView view = engine.snapshot(2)) {
        assertArrayEquals(bytes("v2"), view.get(tree, bytes("k")));
      }
    }
    damage(".log", 120);
    repair(null);
    try (LsmEngine engine = open(options)) {
      Tree tree = engine.tree("t");
      assertEquals(3, engine.horizon());
      assertThrows(VersionsGoneException.class, () -> engine.snapshot(2).close());
      try (ReadView view = engine.snapshot(3)) {
        assertArrayEquals(bytes("v3"), view.get(tree, bytes("k")));
      }
    }
  }
}
