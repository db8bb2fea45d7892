package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.KeyException;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.VersionOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineVerifier;
import io.cairndb.storage.engine.tool.Finding;
import io.cairndb.storage.engine.tool.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What format version 2 writes only when it is asked to stays readable for ever: sealed files with
 * their keystore, blocks packed by Zstandard, hints of expiry, trees of time windows. {@code
 * -Dcairn.golden.rewrite=DIR} writes the files anew, for a new version only.
 */
class GoldenOptionsTest {
  private static final Path DIRECTORY = Path.of("/golden");
  private static final Path KEYSTORE = Path.of("/keys/keystore");
  private static final int KEYS = 60;
  private static final String SECRET = "not to be read without a key";
  private static final long START = Duration.ofDays(20_000).toMillis();
  private static final Duration HOUR = Duration.ofHours(1);
  private static final TreeOptions WINDOWS = TreeOptions.timeWindows(HOUR, HOUR.multipliedBy(6));

  private MemoryFileSystem files = new MemoryFileSystem();
  private final ManualClock clock = new ManualClock(START);

  /** Values begin with the time at which they expire. */
  private static final CompactionFilter BY_TIME =
      new CompactionFilter() {
        @Override
        public boolean drops(Entry entry, long nowMillis) {
          return expiryMillis(entry) <= nowMillis;
        }

        @Override
        public long expiryMillis(Entry entry) {
          return ByteBuffer.wrap(entry.valueArray()).getLong(entry.valueOffset());
        }
      };

  private static EngineOptions.Builder options() {
    return EngineOptions.builder()
        .blockBytes(512)
        .compaction(
            CompactionOptions.builder()
                .filters(tree -> tree.equals("expiring") ? BY_TIME : null)
                .build())
        .versions(VersionOptions.defaults().createdAt(FormatVersion.VERSIONS));
  }

  private LsmEngine open(EngineOptions options) throws IOException {
    return LsmEngine.open(files, DIRECTORY, options, clock, new SimulatedWorkers(true));
  }

  private static byte[] key(int number) {
    return bytes("key-%04d".formatted(number));
  }

  private static byte[] value(int number, String round) {
    return bytes("%s: %s %d".formatted(round, SECRET, number));
  }

  private static void fill(LsmEngine engine, String round) {
    Tree tree = engine.tree("main");
    for (int i = 0; i < KEYS; i++) {
      write(engine, new WriteBatch().put(tree, key(i), value(i, round)));
    }
  }

  /** Table, deleted range and log; two thirds of the keys are overwritten in between. */
  private static void writeTablesAndLog(LsmEngine engine) throws IOException {
    Tree tree = engine.tree("main");
    fill(engine, "first");
    engine.compact(tree);
    for (int i = 0; i < KEYS; i += 3) {
      write(engine, new WriteBatch().delete(tree, key(i)));
    }
    write(engine, new WriteBatch().deleteRange(tree, key(20), key(30)));
    engine.flush();
    write(engine, new WriteBatch().put(tree, bytes("late"), value(0, "log")));
    write(engine, new WriteBatch().deleteRange(tree, key(40), key(45)));
  }

  private static void assertTablesAndLog(LsmEngine engine) {
    Tree tree = engine.tree("main");
    try (ReadView view = engine.snapshot()) {
      for (int i = 0; i < KEYS; i++) {
        boolean deleted = i % 3 == 0 || (i >= 20 && i < 30) || (i >= 40 && i < 45);
        assertArrayEquals(deleted ? null : value(i, "first"), view.get(tree, key(i)), "key " + i);
      }
      assertArrayEquals(value(0, "log"), view.get(tree, bytes("late")));
    }
  }

  private void assertWhole(@Nullable LocalKeystore keys) throws IOException {
    List<Finding> findings = new ArrayList<>();
    EngineLocation location = new EngineLocation(files, DIRECTORY, keys);
    assertTrue(
        new EngineVerifier(location, findings::add, Progress.NONE).run().isWhole(),
        findings::toString);
  }

  private boolean anyFileHolds(byte[] wanted) throws IOException {
    String text = new String(wanted, StandardCharsets.ISO_8859_1);
    for (String name : files.list(DIRECTORY)) {
      byte[] contents = files.contents(DIRECTORY.resolve(name));
      if (new String(contents, StandardCharsets.ISO_8859_1).contains(text)) {
        return true;
      }
    }
    return false;
  }

  /** Reads the files as they are, then what today's compactions make of them. */
  private void assertReadableTwice(EngineOptions options) throws IOException {
    for (int opening = 0; opening < 2; opening++) {
      try (LsmEngine engine = open(options)) {
        assertEquals(FormatVersion.VERSIONS, engine.format());
        assertEquals(KEYS + KEYS / 3 + 3, engine.lastSequence());
        assertTablesAndLog(engine);
        engine.compact(engine.tree("main"));
      }
    }
  }

  @Test
  void zstandardBlocksAreReadable() throws IOException {
    GoldenDirectory golden = new GoldenDirectory("v2-zstd", DIRECTORY);
    EngineOptions options = options().compression(Compression.ZSTD).build();
    Path target = GoldenDirectory.rewriteTarget();
    if (target != null) {
      try (LsmEngine engine = open(options)) {
        writeTablesAndLog(engine);
      }
      save(golden, target);
    }
    golden.load(files);
    assertTrue(anyFileHolds(new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD}), "frames' magic");
    assertWhole(null);
    assertReadableTwice(options);
  }

  private EngineOptions sealed(@Nullable LocalKeystore keys) {
    return options().operations(OperationsOptions.defaults().withKeyring(keys)).build();
  }

  private LocalKeystore keystore() throws IOException {
    return LocalKeystore.open(files, KEYSTORE, Entropy.system());
  }

  /** Tables of a master key that is retired: their data keys are in the manifest only. */
  private void writeSealed(GoldenDirectory golden, GoldenDirectory keys, Path target)
      throws IOException {
    files.createDirectories(KEYSTORE.resolveSibling(""));
    LocalKeystore keystore = LocalKeystore.create(files, KEYSTORE, Entropy.system(), "retired-key");
    try (LsmEngine engine = open(sealed(keystore))) {
      writeTablesAndLog(engine);
      keystore.rotate("active-key");
      assertTrue(engine.keys().rewrap() > 0);
      write(engine, new WriteBatch().put(engine.tree("main"), bytes("late"), value(0, "log")));
    }
    keystore.rotate("unused-key");
    keystore.retire("retired-key");
    keys.save(files, target);
    save(golden, target);
  }

  /** Saves what was written, and forgets it: what is read are the files of the resources. */
  private void save(GoldenDirectory golden, Path target) throws IOException {
    golden.save(files, target);
    files = new MemoryFileSystem();
  }

  @Test
  void sealedFilesAreReadableWithTheirKeystore() throws IOException {
    GoldenDirectory golden = new GoldenDirectory("v2-sealed", DIRECTORY);
    GoldenDirectory keys = new GoldenDirectory("v2-keystore", KEYSTORE.resolveSibling(""));
    Path target = GoldenDirectory.rewriteTarget();
    if (target != null) {
      writeSealed(golden, keys, target);
    }
    golden.load(files);
    keys.load(files);
    LocalKeystore keystore = keystore();
    assertEquals(Set.of("active-key", "unused-key"), keystore.keyIds());
    assertEquals("unused-key", keystore.activeKeyId());
    assertFalse(anyFileHolds(bytes(SECRET)));
    assertTrue(anyFileHolds(bytes("retired-key")), "a table's own key, which no longer counts");
    assertEquals(
        "active-key", assertThrows(KeyException.class, () -> open(sealed(null)).close()).keyId());
    assertWhole(keystore);
    for (int opening = 0; opening < 2; opening++) {
      try (LsmEngine engine = open(sealed(keystore))) {
        assertEquals(KEYS + KEYS / 3 + 4, engine.lastSequence());
        assertTablesAndLog(engine);
        assertTrue(engine.keys().inUse().contains(opening == 0 ? "active-key" : "unused-key"));
        engine.compact(engine.tree("main"));
      }
    }
    keystore.retire("active-key");
    try (LsmEngine engine = open(sealed(keystore))) {
      assertTablesAndLog(engine);
    }
  }

  private static byte[] expiring(Duration after, int number) {
    return ByteBuffer.allocate(12).putLong(START + after.toMillis()).putInt(number).array();
  }

  private void writeWindows() throws IOException {
    try (LsmEngine engine = open(options().build())) {
      Tree log = engine.tree("log", WINDOWS);
      Tree expiring = engine.tree("expiring");
      writeTablesAndLog(engine);
      for (int hour = 0; hour < 3; hour++) {
        for (int i = 0; i < KEYS; i++) {
          byte[] key = bytes("h%d-%04d".formatted(hour, i));
          write(engine, new WriteBatch().put(log, key, value(i, "hour " + hour)));
        }
        engine.flush();
        clock.advance(HOUR);
      }
      write(engine, new WriteBatch().deleteRange(log, bytes("h1-0000"), bytes("h1-0010")));
      for (int i = 0; i < KEYS; i++) {
        Duration after = HOUR.multipliedBy(i < KEYS / 2 ? 4 : 5);
        write(engine, new WriteBatch().put(expiring, key(i), expiring(after, i)));
      }
      engine.compact(expiring);
      write(engine, new WriteBatch().put(log, bytes("late"), bytes("in the log")));
    }
  }

  private void assertLog(LsmEngine engine, int firstHour) {
    Tree log = engine.tree("log", WINDOWS);
    try (ReadView view = engine.snapshot()) {
      for (int hour = 0; hour < 3; hour++) {
        for (int i = 0; i < KEYS; i++) {
          boolean gone = hour < firstHour || (hour == 1 && i < 10);
          assertArrayEquals(
              gone ? null : value(i, "hour " + hour),
              view.get(log, bytes("h%d-%04d".formatted(hour, i))));
        }
      }
      assertArrayEquals(bytes("in the log"), view.get(log, bytes("late")));
    }
  }

  /** The strategy of a tree and the hints of its tables are obeyed, not only read. */
  @Test
  void timeWindowsAndHintsOfExpiryAreReadable() throws IOException {
    GoldenDirectory golden = new GoldenDirectory("v2-windows", DIRECTORY);
    Path target = GoldenDirectory.rewriteTarget();
    if (target != null) {
      writeWindows();
      save(golden, target);
    }
    golden.load(files);
    assertWhole(null);
    clock.advance(Duration.ofMillis(START - clock.currentTimeMillis()).plus(HOUR.multipliedBy(3)));
    try (LsmEngine engine = open(options().build())) {
      assertThrows(IllegalStateException.class, () -> engine.tree("log", TreeOptions.DEFAULT));
      assertTablesAndLog(engine);
      assertLog(engine, 0);
      Tree expiring = engine.tree("expiring");
      try (ReadView view = engine.snapshot()) {
        for (int i = 0; i < KEYS; i++) {
          int hours = i < KEYS / 2 ? 4 : 5;
          assertArrayEquals(expiring(HOUR.multipliedBy(hours), i), view.get(expiring, key(i)));
        }
      }
      // By the hints alone: nobody asks for a compaction of either tree.
      clock.advance(Duration.ofHours(4));
      write(engine, new WriteBatch().put(engine.tree("main"), bytes("z"), bytes("z")));
      engine.flush();
      assertTrue(engine.stats().compaction().dropped().tables() >= 1, "windows that are over");
      assertTrue(engine.stats().compaction().dropped().entries() >= KEYS);
      try (ReadView view = engine.snapshot()) {
        assertNull(view.get(expiring, key(0)));
        assertNull(view.get(engine.tree("log"), bytes("h0-0000")));
        assertNull(view.get(expiring, key(KEYS - 1)));
      }
    }
    try (LsmEngine engine = open(options().build())) {
      assertTablesAndLog(engine);
      assertLog(engine, 2);
    }
  }
}
