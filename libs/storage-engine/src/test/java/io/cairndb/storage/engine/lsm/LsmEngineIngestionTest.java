package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.env.FileSystem;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.KeyException;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.Entropy;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import io.cairndb.storage.engine.sstable.PreparedTable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an ingestion may meet, and what it must refuse without leaving anything behind. */
class LsmEngineIngestionTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path PREPARED = Path.of("/prepared");
  private static final TreeOptions HOURS =
      TreeOptions.timeWindows(Duration.ofHours(1), Duration.ofHours(6));

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final ManualClock clock = new ManualClock(Duration.ofDays(20_000).toMillis());
  private int tables;

  @BeforeEach
  void createDirectory() throws IOException {
    files.createDirectories(PREPARED);
  }

  private static EngineOptions options(OperationsOptions operations) {
    return EngineOptions.builder()
        .compaction(CompactionOptions.builder().levelZero(2, 6, 10).build())
        .operations(operations)
        .build();
  }

  private LsmEngine open() throws IOException {
    return open(OperationsOptions.defaults());
  }

  private LsmEngine open(OperationsOptions operations) throws IOException {
    return LsmEngine.open(files, DIRECTORY, options(operations), clock, new SimulatedWorkers(true));
  }

  /** Fills a prepared table. */
  @FunctionalInterface
  private interface Filler {
    void fill(PreparedTable table) throws IOException;
  }

  private Path prepare(Filler filler) throws IOException {
    return prepare(OperationsOptions.defaults(), filler);
  }

  private Path prepare(OperationsOptions operations, Filler filler) throws IOException {
    Path path = PREPARED.resolve("table-" + tables++);
    try (PreparedTable table = new PreparedTable(files, path, options(operations))) {
      filler.fill(table);
      table.finish();
    }
    return path;
  }

  private static void assertReads(LsmEngine engine, Tree tree, String key, String value) {
    try (ReadView view = engine.snapshot()) {
      assertArrayEquals(bytes(value), view.get(tree, bytes(key)));
    }
  }

  /**
   * What is in memory is older than what was ingested after it; what is older still must not come
   * to lie above it with a merge of ingested tables.
   */
  @Test
  void aMergeOfIngestedTablesHidesNothingInMemory() throws IOException {
    try (LsmEngine engine = open()) {
      Tree log = engine.tree("log", HOURS);
      engine.ingest(log, List.of(prepare(table -> table.put(bytes("a"), bytes("old")))));
      write(engine, new WriteBatch().put(log, bytes("a"), bytes("newer")));
      clock.advance(Duration.ofHours(2));
      engine.ingest(log, List.of(prepare(table -> table.put(bytes("z"), bytes("newest")))));
      assertReads(engine, log, "a", "newer");
      engine.flush();
      assertReads(engine, log, "a", "newer");
      engine.compact(log);
      assertReads(engine, log, "a", "newer");
      assertReads(engine, log, "z", "newest");
    }
  }

  private Path large(String prefix, String last) throws IOException {
    return prepare(
        table -> {
          for (int i = 0; i < 50; i++) {
            table.put(bytes("%s-%02d".formatted(prefix, i)), bytes("%040d".formatted(i * i)));
          }
          table.put(bytes(last), bytes("old"));
        });
  }

  /**
   * Tables of one ingestion have one number: when some of them are merged with what is older, the
   * result must not come to lie above the others.
   */
  @Test
  void aPartOfAnIngestionMergedWithOlderTablesStaysBelowTheRest() throws IOException {
    try (LsmEngine engine = open()) {
      Tree log = engine.tree("log", HOURS);
      Path small = prepare(table -> table.put(bytes("z"), bytes("new")));
      engine.ingest(log, List.of(large("a", "z")));
      engine.ingest(log, List.of(large("b", "bz"), small));
      write(engine, new WriteBatch());
      engine.flush();
      assertEquals(2, engine.stats().tableFiles(), "the two large ones are one");
      assertReads(engine, log, "z", "new");
      clock.advance(Duration.ofHours(2));
      engine.compact(log);
      assertReads(engine, log, "z", "new");
    }
  }

  @Test
  void aCheckpointKnowsTheNumberOfAnIngestionThatCameLast() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("tree");
      write(engine, new WriteBatch().put(tree, bytes("a"), bytes("1")));
      engine.flush();
      long sequence =
          engine.ingest(tree, List.of(prepare(table -> table.put(bytes("b"), bytes("2")))));
      assertEquals(sequence, engine.checkpoint(Path.of("/copy")));
      assertEquals(sequence + 1, write(engine, new WriteBatch()));
      assertEquals(sequence + 1, engine.checkpoint(Path.of("/copy-2")));
    }
  }

  /** Asserts that an ingestion is refused, with nothing written, linked or numbered. */
  private <T extends Exception> T assertRefused(
      Class<T> how, LsmEngine engine, Tree tree, List<Path> tables) throws IOException {
    List<String> before = files.list(DIRECTORY);
    long sequence = engine.lastSequence();
    T refusal = assertThrows(how, () -> engine.ingest(tree, tables));
    assertEquals(before, files.list(DIRECTORY));
    assertEquals(sequence, engine.lastSequence());
    return refusal;
  }

  @Test
  void whatIsNotFitIsRefusedAndTheEngineGoesOn() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("tree");
      Path good = prepare(table -> table.put(bytes("m"), bytes("1")));
      Path same = prepare(table -> table.put(bytes("a"), bytes("1")).put(bytes("z"), bytes("1")));
      assertRefused(IllegalArgumentException.class, engine, tree, List.of(good, same));
      assertRefused(IllegalArgumentException.class, engine, tree, List.of(good, good));
      Path damaged = prepare(table -> table.put(bytes("m"), bytes("2")));
      files.flipBit(damaged, 8L);
      assertRefused(CorruptionException.class, engine, tree, List.of(good, damaged));
      write(engine, new WriteBatch().put(tree, bytes("k"), bytes("v")));
      engine.flush();
      String own =
          files.list(DIRECTORY).stream()
              .filter(it -> it.endsWith(".sst"))
              .findFirst()
              .orElseThrow();
      assertRefused(IllegalArgumentException.class, engine, tree, List.of(DIRECTORY.resolve(own)));
      assertRefused(IOException.class, engine, tree, List.of(good, PREPARED.resolve("none")));
      assertEquals(2, engine.ingest(tree, List.of(good)));
      assertReads(engine, tree, "m", "1");
    }
  }

  @Test
  void aTableThatCannotBeSyncedIsRefused() throws IOException {
    FileSystem readOnly =
        HookedFiles.of(
            files,
            (operation, path) -> {
              if (operation.equals("openForAppend") && path.toString().endsWith(".sst")) {
                throw new AccessDeniedException(path.toString());
              }
            });
    EngineOptions options = options(OperationsOptions.defaults());
    try (LsmEngine engine =
        LsmEngine.open(readOnly, DIRECTORY, options, clock, new SimulatedWorkers(true))) {
      Tree tree = engine.tree("tree");
      Path table = prepare(it -> it.put(bytes("m"), bytes("1")));
      AccessDeniedException denied =
          assertRefused(AccessDeniedException.class, engine, tree, List.of(table));
      assertEquals(
          table + ": a table to ingest must be writable, to be synced", denied.getMessage());
    }
  }

  /**
   * The manifest names the tree by its number: another engine's would go where it does not belong.
   */
  @Test
  void aTreeOfAnotherEngineIsRefused() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("tree");
      Path table = prepare(it -> it.put(bytes("m"), bytes("1")));
      for (Tree foreign : List.of(new Tree(7, "other"), new Tree(tree.id(), "other"))) {
        assertRefused(IllegalArgumentException.class, engine, foreign, List.of(table));
        assertThrows(
            IllegalArgumentException.class, () -> engine.split(foreign, bytes("m"), "upper"));
        assertThrows(IllegalArgumentException.class, () -> engine.compact(foreign));
        assertThrows(
            IllegalArgumentException.class,
            () -> write(engine, new WriteBatch().put(foreign, bytes("k"), bytes("v"))));
      }
    }
    try (LsmEngine engine = open()) {
      assertEquals(0, engine.lastSequence());
    }
  }

  @Test
  void aTableSealedWithAnotherKeyIsRefused() throws IOException {
    LocalKeystore other =
        LocalKeystore.create(files, PREPARED.resolve("keys"), Entropy.system(), "other");
    OperationsOptions sealed = OperationsOptions.defaults().withKeyring(other);
    Path foreign = prepare(sealed, table -> table.put(bytes("m"), bytes("1")));
    try (LsmEngine engine = open()) {
      assertRefused(KeyException.class, engine, engine.tree("tree"), List.of(foreign));
    }
    OperationsOptions own = OperationsOptions.defaults().withKeyring(TestKeyring.ONE);
    Path fit = prepare(own, table -> table.put(bytes("m"), bytes("1")));
    try (LsmEngine engine = open(own)) {
      Tree tree = engine.tree("tree");
      assertRefused(KeyException.class, engine, tree, List.of(fit, foreign));
      assertEquals(1, engine.ingest(tree, List.of(fit)));
      assertReads(engine, tree, "m", "1");
    }
  }

  @Test
  void rangesOfPreparedTablesAreChecked() throws IOException {
    try (PreparedTable table =
        new PreparedTable(files, PREPARED.resolve("x"), options(OperationsOptions.defaults()))) {
      assertThrows(IllegalArgumentException.class, () -> table.deleteRange(bytes("b"), bytes("a")));
      assertThrows(IllegalArgumentException.class, () -> table.deleteRange(bytes("b"), bytes("b")));
      assertThrows(IllegalArgumentException.class, () -> table.deleteRange(bytes(""), bytes("b")));
      assertThrows(IllegalStateException.class, table::finish);
    }
  }

  /** A tombstone that expires uncovers nothing that was ingested before it. */
  @Test
  void ingestedTablesExpireInTheirOrder() throws IOException {
    try (LsmEngine engine = open()) {
      Tree log = engine.tree("log", HOURS);
      engine.ingest(log, List.of(prepare(table -> table.put(bytes("a"), bytes("1")))));
      write(engine, new WriteBatch().delete(log, bytes("a")).put(log, bytes("b"), bytes("2")));
      engine.flush();
      clock.advance(Duration.ofHours(7));
      write(engine, new WriteBatch().put(log, bytes("c"), bytes("3")));
      engine.flush();
      assertEquals(1, engine.stats().tableFiles(), "what is over has gone");
      try (ReadView view = engine.snapshot()) {
        assertNull(view.get(log, bytes("a")));
        assertNull(view.get(log, bytes("b")));
      }
      assertReads(engine, log, "c", "3");
    }
  }
}
