package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.sstable.PreparedTable;
import java.io.IOException;
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
}
