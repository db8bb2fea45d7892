package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileFault;
import io.cairndb.env.FileSystem;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.sstable.PreparedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What ingestions meet: later writes, compactions, power cuts, writers who do not wait. */
class LsmEngineIngestionFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path PREPARED = Path.of("/prepared");
  private static final TreeOptions HOURS =
      TreeOptions.timeWindows(Duration.ofHours(1), Duration.ofHours(2));
  private static final EngineOptions OPTIONS = options(CompactionOptions.builder());

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final ManualClock clock = new ManualClock(Duration.ofDays(20_000).toMillis());
  private SimulatedWorkers workers = new SimulatedWorkers(false);
  private int made;

  private static EngineOptions options(CompactionOptions.Builder compaction) {
    return EngineOptions.builder()
        .compaction(compaction.levelZero(2, 12, 20).workers(1).build())
        .build();
  }

  private LsmEngine open(FileSystem system) throws IOException {
    files.createDirectories(PREPARED);
    workers = new SimulatedWorkers(false);
    return LsmEngine.open(system, DIRECTORY, OPTIONS, clock, workers);
  }

  private static @Nullable String get(LsmEngine engine, Tree tree, String key) {
    return get(engine.latest(), tree, key);
  }

  private static @Nullable String get(ReadView of, Tree tree, String key) {
    try (ReadView view = of) {
      byte[] value = view.get(tree, bytes(key));
      return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
  }

  /** Does not wait: workers run when they are asked to. */
  private static void put(LsmEngine engine, Tree tree, String key, String value) {
    WriteBatch batch = new WriteBatch().put(tree, bytes(key), bytes(value));
    engine.write(batch, Durability.SYNC, new Writes.Outcome());
  }

  private List<Path> table(String key, String value) throws IOException {
    Path path = PREPARED.resolve("p" + ++made);
    try (PreparedTable table = new PreparedTable(files, path, OPTIONS)) {
      table.put(bytes(key), bytes(value)).finish();
    }
    return List.of(path);
  }

  /** Says that all from j to l is deleted and that m is there. */
  private List<Path> deletingTable() throws IOException {
    Path path = PREPARED.resolve("p" + ++made);
    try (PreparedTable table = new PreparedTable(files, path, OPTIONS)) {
      table.put(bytes("m"), bytes("1")).deleteRange(bytes("j"), bytes("l")).finish();
    }
    return List.of(path);
  }

  @Test
  void aWriteAfterAnIngestionStaysNewerWhateverIsMergedBeforeItsFlush() throws IOException {
    LsmEngine engine = open(files);
    Tree log = engine.tree("log", HOURS);
    put(engine, log, "a", "0");
    put(engine, log, "z", "0");
    engine.flush();
    engine.ingest(log, table("c", "old"));
    put(engine, log, "c", "new");
    workers.runPending();
    engine.ingest(log, table("x", "1"));
    workers.runPending();
    assertEquals("new", get(engine, log, "c"));
    engine.flush();
    workers.runPending();
    assertEquals("new", get(engine, log, "c"));
    engine.close();
    engine = open(files);
    assertEquals("new", get(engine, engine.tree("log"), "c"));
    engine.close();
  }

  @Test
  void noCompactionUsesAnIngestionThatIsNotDurable() throws IOException {
    AtomicReference<@Nullable Runnable> beforePublication = new AtomicReference<>();
    FileSystem hooked =
        HookedFiles.of(
            files,
            (operation, path) -> {
              Runnable step = beforePublication.get();
              if (step != null && operation.equals("sync") && path.toString().endsWith(".log")) {
                step.run();
              }
            });
    LsmEngine engine = open(hooked);
    Tree tree = engine.tree("t");
    put(engine, tree, "k", "v");
    engine.flush();
    AtomicInteger looked = new AtomicInteger();
    beforePublication.set(
        () -> {
          workers.runPending();
          looked.incrementAndGet();
          assertEquals("v", get(engine.snapshot(), tree, "k"));
          assertNull(get(engine.snapshot(), tree, "m"));
        });
    engine.ingest(tree, deletingTable());
    assertTrue(looked.get() > 0, "the log was synced");
    beforePublication.set(null);
    workers.runPending();
    assertNull(get(engine, tree, "k"));
    assertEquals("1", get(engine, tree, "m"));
    assertEquals(1, engine.stats().tableFiles(), "what was deleted went as a table");
    engine.close();
  }

  @Test
  void anIngestionThatSurvivesAPowerCutBringsAllBeforeIt() throws IOException {
    int survived = 0;
    for (int edits = 1; edits <= 4; edits++) {
      boolean ingested = survivesPowerCutAfter(edits);
      survived += ingested ? 1 : 0;
    }
    assertTrue(survived > 0 && survived < 4, survived + " of 4 survived");
  }

  /** The power goes when the manifest has been synced {@code edits} times. */
  private boolean survivesPowerCutAfter(int edits) throws IOException {
    AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
    FileSystem hooked =
        HookedFiles.of(
            files,
            (operation, path) -> {
              boolean edit = operation.equals("sync") && path.toString().contains("MANIFEST");
              if (edit && left.decrementAndGet() == 0) {
                files.inject(new FileFault(files.operations() + 1, FileFault.Kind.POWER_OFF));
              }
            });
    LsmEngine engine = open(hooked);
    Tree tree = engine.tree("t" + edits);
    Tree other = engine.tree("other" + edits);
    engine.write(
        new WriteBatch().put(other, bytes("k"), bytes("v")),
        Durability.BUFFERED,
        new Writes.Outcome());
    List<Path> tables = table("m", "1");
    left.set(edits);
    try {
      engine.ingest(tree, tables);
    } catch (IOException | UncheckedIOException | EngineFailedException expected) {
      assertTrue(files.faultFired(), "only the power cut fails anything: " + expected);
    }
    files.crash(edits);
    try (LsmEngine reopened = open(files)) {
      boolean ingested = get(reopened, reopened.tree("t" + edits), "m") != null;
      String before = get(reopened, reopened.tree("other" + edits), "k");
      assertTrue(!ingested || "v".equals(before), "power off after edit " + edits);
      return ingested;
    }
  }

  @Test
  void whatTheManifestMayNameIsNotTakenBack() throws IOException {
    AtomicBoolean armed = new AtomicBoolean();
    FileSystem hooked =
        HookedFiles.of(
            files,
            (operation, path) -> {
              boolean edit = operation.equals("sync") && path.toString().contains("MANIFEST");
              if (edit && armed.getAndSet(false)) {
                throw new AssertionError("after the edit");
              }
            });
    LsmEngine engine = open(hooked);
    Tree tree = engine.tree("t");
    List<Path> tables = table("m", "1");
    armed.set(true);
    assertThrows(EngineFailedException.class, () -> engine.ingest(tree, tables));
    assertThrows(EngineFailedException.class, () -> put(engine, tree, "k", "v"));
    engine.close();
    try (LsmEngine reopened = open(files)) {
      assertEquals("1", get(reopened, reopened.tree("t"), "m"));
    }
  }

  @Test
  void writersInTheRangeDoNotHoldAnIngestionUpForEver() throws IOException {
    files.createDirectories(PREPARED);
    LsmEngine engine =
        LsmEngine.open(files, DIRECTORY, OPTIONS, Clock.system(), Workers.platform("ingestion"));
    Tree tree = engine.tree("t");
    AtomicBoolean stop = new AtomicBoolean();
    List<CompletableFuture<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String key = "m" + i;
      writers.add(
          CompletableFuture.supplyAsync(
              () -> {
                int number = 0;
                do {
                  byte[] value = bytes(String.valueOf(++number));
                  write(engine, new WriteBatch().put(tree, bytes(key), value));
                } while (!stop.get());
                return number;
              }));
    }
    for (int i = 0; i < 20; i++) {
      Path path = PREPARED.resolve("w" + i);
      try (PreparedTable table = new PreparedTable(files, path, OPTIONS)) {
        table.put(bytes("a"), bytes("1")).put(bytes("m0" + i), bytes("1"));
        table.put(bytes("z"), bytes("1")).finish();
      }
      engine.ingest(tree, List.of(path));
    }
    stop.set(true);
    for (int i = 0; i < 2; i++) {
      String last = String.valueOf(writers.get(i).join());
      engine.flush();
      assertEquals(last, get(engine, tree, "m" + i));
    }
    engine.compact(tree);
    for (int i = 0; i < 2; i++) {
      assertEquals(String.valueOf(writers.get(i).join()), get(engine, tree, "m" + i));
    }
    engine.close();
  }

  @Test
  void compactionsOfOtherTreesGoOn() throws IOException {
    AtomicReference<@Nullable Runnable> once = new AtomicReference<>();
    CompactionFilter steppingIn =
        (entry, now) -> {
          Runnable step = once.getAndSet(null);
          if (step != null) {
            step.run();
          }
          return false;
        };
    EngineOptions options =
        options(CompactionOptions.builder().filters(name -> name.equals("a") ? steppingIn : null));
    files.createDirectories(PREPARED);
    LsmEngine engine = LsmEngine.open(files, DIRECTORY, options, clock, workers);
    Tree tree = engine.tree("a");
    Tree other = engine.tree("b");
    for (int i = 0; i < 1000; i++) {
      put(engine, tree, "k%04d".formatted(i), "v");
    }
    engine.flush();
    List<Path> tables = table("m", "1");
    once.set(
        () -> {
          try {
            engine.ingest(other, tables);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    engine.compact(tree);
    assertEquals("1", get(engine, other, "m"));
    assertEquals(1, engine.stats().compaction().compactions(), "the first attempt was the last");
    engine.close();
  }

  @Test
  void ingestedTablesOfATimeWindowTreeExpire() throws IOException {
    LsmEngine engine = open(files);
    Tree log = engine.tree("log", HOURS);
    engine.ingest(log, table("c", "ingested"));
    assertEquals(1, engine.stats().compaction().levels().get(0).tables());
    for (int day = 0; day < 5; day++) {
      put(engine, log, "d" + day, "1");
      engine.flush();
      workers.runPending();
      engine.ingest(log, table("i" + day, "1"));
      assertEquals("1", get(engine, log, "i" + day));
      clock.advance(Duration.ofDays(1));
    }
    put(engine, log, "last", "1");
    engine.flush();
    workers.runPending();
    engine.compact(log);
    assertNull(get(engine, log, "c"));
    assertNull(get(engine, log, "d3"));
    int tables = engine.stats().compaction().levels().get(0).tables();
    assertTrue(tables <= 3, "tables: " + tables);
    engine.close();
  }

  @Test
  void ingestionsAloneExpireToo() throws IOException {
    LsmEngine engine = open(files);
    Tree log = engine.tree("log", HOURS);
    for (int day = 0; day < 6; day++) {
      engine.ingest(log, table("i" + day, "1"));
      workers.runPending();
      clock.advance(Duration.ofDays(1));
    }
    engine.ingest(log, table("last", "1"));
    workers.runPending();
    assertNull(get(engine, log, "i0"));
    assertEquals("1", get(engine, log, "last"));
    int tables = engine.stats().tableFiles();
    assertTrue(tables <= 3, "tables: " + tables);
    engine.close();
  }

  @Test
  void aCheckpointCountsWhatWasIngested() throws IOException {
    LsmEngine engine = open(files);
    Tree tree = engine.tree("t");
    put(engine, tree, "k", "v");
    long sequence = engine.ingest(tree, table("m", "1"));
    Path checkpoint = Path.of("/checkpoint");
    assertEquals(sequence, engine.checkpoint(checkpoint));
    engine.close();
    try (LsmEngine copy = LsmEngine.open(files, checkpoint, OPTIONS, clock, workers)) {
      assertEquals(sequence, copy.durableSequence());
      assertArrayEquals(bytes("1"), bytes(String.valueOf(get(copy, copy.tree("t"), "m"))));
    }
  }
}
