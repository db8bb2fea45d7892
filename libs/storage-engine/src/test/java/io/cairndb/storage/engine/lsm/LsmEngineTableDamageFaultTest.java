package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Damage;
import io.cairndb.storage.engine.EngineEvent;
import io.cairndb.storage.engine.EngineEvent.DamageFound;
import io.cairndb.storage.engine.EngineEvent.Finder;
import io.cairndb.storage.engine.EngineEvent.ScrubRoundEnded;
import io.cairndb.storage.engine.EngineListener;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.IndexOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.ScrubOptions;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.sstable.TableInspector;
import io.cairndb.storage.engine.tool.EngineDump;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineRepair;
import io.cairndb.storage.engine.tool.EngineVerifier;
import io.cairndb.storage.engine.tool.Finding;
import io.cairndb.storage.engine.tool.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A table goes bad under a running engine. The engine says which one and where, leaves it as it is
 * so that it can be mended, and goes on with everything that does not need its bad part.
 */
class LsmEngineTableDamageFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int KEYS_PER_TABLE = 200;
  private static final int BAD_BYTE = 1000;

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final List<EngineEvent> events = new CopyOnWriteArrayList<>();
  private IndexOptions index = IndexOptions.defaults();

  private LsmEngine open(ScrubOptions scrub, Workers workers) throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .blockBytes(512)
            .index(index)
            .compaction(CompactionOptions.builder().levelZero(4, 40, 60).build())
            .operations(OperationsOptions.defaults().withListener(events::add).withScrub(scrub))
            .build();
    return LsmEngine.open(files, DIRECTORY, options, Clock.system(), workers);
  }

  private LsmEngine open() throws IOException {
    return open(ScrubOptions.off(), new SimulatedWorkers(true));
  }

  /** Fills one table of level 0 with keys of a range of its own. */
  private static void fillTable(LsmEngine engine, Tree tree, String range) throws IOException {
    WriteBatch batch = new WriteBatch();
    for (int i = 0; i < KEYS_PER_TABLE; i++) {
      batch.put(tree, bytes(key(range, i)), bytes(range + " value " + i));
    }
    write(engine, batch);
    engine.flush();
  }

  private static String key(String range, int i) {
    return range + "-%04d".formatted(i);
  }

  private Path onlyTable() throws IOException {
    List<String> names = tables();
    assertEquals(1, names.size(), names.toString());
    return DIRECTORY.resolve(names.getFirst());
  }

  private List<String> tables() throws IOException {
    return files.list(DIRECTORY).stream().filter(name -> name.endsWith(".sst")).toList();
  }

  /** Keys of the range that can be read; the others are reported as damage. */
  private static int readable(LsmEngine engine, Tree tree, String range) {
    int readable = 0;
    try (ReadView view = engine.snapshot()) {
      for (int i = 0; i < KEYS_PER_TABLE; i++) {
        try {
          assertArrayEquals(bytes(range + " value " + i), view.get(tree, bytes(key(range, i))));
          readable++;
        } catch (UncheckedIOException e) {
          assertInstanceOf(CorruptionException.class, e.getCause());
        }
      }
    }
    return readable;
  }

  private List<DamageFound> damageEvents() {
    return events.stream()
        .filter(DamageFound.class::isInstance)
        .map(DamageFound.class::cast)
        .toList();
  }

  @Test
  void compactionLeavesDamagedTableWhereItIsAndGoesOnWithTheOthers() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("t");
      fillTable(engine, tree, "a");
      Path damaged = onlyTable();
      files.flipBit(damaged, BAD_BYTE * 8L);
      for (String range : List.of("b", "c", "d", "e", "f", "g")) {
        // Between the keys of the damaged table, which cannot just be moved then.
        write(engine, new WriteBatch().put(tree, bytes(key("a", 100) + range), bytes("")));
        engine.flush();
        fillTable(engine, tree, range);
      }
      assertEquals(1, damageEvents().size(), events.toString());
      assertEquals(Finder.COMPACTION, damageEvents().getFirst().finder());
      Damage damage = damageEvents().getFirst().damage();
      assertEquals(damaged, damage.file());
      assertTrue(damage.offset() <= BAD_BYTE, damage.toString());
      assertEquals(List.of(damage), engine.stats().integrity().damaged());
      assertTrue(engine.stats().compaction().compactions() > 0, "the other tables are compacted");
      assertTrue(tables().contains(String.valueOf(damaged.getFileName())), tables().toString());
      for (String range : List.of("b", "c", "d", "e", "f", "g")) {
        assertEquals(KEYS_PER_TABLE, readable(engine, tree, range));
      }
      int left = readable(engine, tree, "a");
      assertTrue(left < KEYS_PER_TABLE && left > KEYS_PER_TABLE / 2, "readable: " + left);
    }
  }

  @Test
  void newerTablesDoNotPassDamagedOneTheyOverlap() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("t");
      fillTable(engine, tree, "a");
      files.flipBit(onlyTable(), BAD_BYTE * 8L);
      for (int i = 0; i < 6; i++) {
        write(engine, new WriteBatch().put(tree, bytes(key("a", 199)), bytes("newer " + i)));
        engine.flush();
      }
      assertEquals(1, damageEvents().size(), events.toString());
      try (ReadView view = engine.snapshot()) {
        assertArrayEquals(bytes("newer 5"), view.get(tree, bytes(key("a", 199))));
      }
    }
  }

  @Test
  void wishedCompactionSaysWhatKeepsItFromIt() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("t");
      fillTable(engine, tree, "a");
      Path damaged = onlyTable();
      fillTable(engine, tree, "a");
      files.flipBit(damaged, BAD_BYTE * 8L);
      CorruptionException met = assertThrows(CorruptionException.class, () -> engine.compact(tree));
      assertEquals(damaged, met.file());
      fillTable(engine, tree, "b");
      assertEquals(KEYS_PER_TABLE, readable(engine, tree, "b"));
    }
  }

  @Test
  void readersReportDamageOnce() throws IOException {
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("t");
      fillTable(engine, tree, "a");
      files.flipBit(onlyTable(), BAD_BYTE * 8L);
      assertTrue(readable(engine, tree, "a") < KEYS_PER_TABLE);
      assertTrue(readable(engine, tree, "a") < KEYS_PER_TABLE);
    }
    assertEquals(1, damageEvents().size(), events.toString());
    assertEquals(Finder.READ, damageEvents().getFirst().finder());
  }

  private long firstPartition(Path path) throws IOException {
    try (TableInspector table = TableInspector.open(files, path, new Ciphers(null))) {
      assertTrue(table.partitions().size() > 3, "partitions: " + table.partitions().size());
      return table.partitions().getFirst().offset();
    }
  }

  /** Keys that only a damaged partition leads to are told as damaged, and no others. */
  @Test
  void damageToAPartitionOfTheIndexIsToldAndMended() throws IOException {
    index = new IndexOptions(100, 1);
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("t");
      fillTable(engine, tree, "a");
    }
    Path path = onlyTable();
    long partition = firstPartition(path);
    files.flipBit(path, partition * 8 + 80);
    try (LsmEngine engine = open()) {
      Tree tree = engine.tree("t");
      int left = readable(engine, tree, "a");
      assertTrue(left < KEYS_PER_TABLE && left > KEYS_PER_TABLE / 2, "readable: " + left);
      assertEquals(1, damageEvents().size(), events.toString());
      Damage damage = damageEvents().getFirst().damage();
      assertEquals(path, damage.file());
      assertEquals(partition, damage.offset());
      assertEquals(List.of(damage), engine.stats().integrity().damaged());
      assertThrows(CorruptionException.class, () -> engine.compact(tree));
    }
    ScrubOptions unlimited = new ScrubOptions(Long.MAX_VALUE / 2, Duration.ZERO);
    try (LsmEngine engine = open(unlimited, new SimulatedWorkers(true))) {
      assertEquals(1, engine.stats().integrity().scrub().damageFound());
    }
    EngineLocation location = new EngineLocation(files, DIRECTORY);
    List<Finding> findings = new ArrayList<>();
    assertEquals(1, new EngineVerifier(location, findings::add, Progress.NONE).run().damages());
    assertEquals(partition, findings.getFirst().offset());
    List<String> lines = new ArrayList<>();
    new EngineDump(files, null, lines::add, false, Long.MAX_VALUE).run(path);
    assertTrue(lines.stream().anyMatch(line -> line.contains("index damaged")), lines.toString());
    EngineRepair.Result repaired =
        new EngineRepair(location, RandomSource.seeded(1), false, findings::add).run();
    assertTrue(repaired.changed());
    assertTrue(findings.stream().noneMatch(it -> it.kind() == Finding.Kind.LOST), "" + findings);
    try (LsmEngine engine = open()) {
      assertEquals(KEYS_PER_TABLE, readable(engine, engine.tree("t"), "a"));
    }
  }

  @Test
  void scrubberFindsWhatNobodyReads() throws IOException {
    ScrubOptions unlimited = new ScrubOptions(Long.MAX_VALUE / 2, Duration.ZERO);
    try (LsmEngine engine = open()) {
      fillTable(engine, engine.tree("t"), "a");
    }
    long length = files.size(onlyTable());
    try (LsmEngine engine = open(unlimited, new SimulatedWorkers(true))) {
      assertEquals(1, engine.stats().integrity().scrub().rounds());
      assertTrue(engine.stats().integrity().scrub().bytes() > length / 2);
      assertEquals(List.of(), damageEvents());
    }
    files.flipBit(onlyTable(), BAD_BYTE * 8L);
    try (LsmEngine engine = open(unlimited, new SimulatedWorkers(true))) {
      assertEquals(1, engine.stats().integrity().scrub().damageFound());
      assertEquals(1, engine.stats().integrity().damaged().size());
    }
    assertEquals(Finder.SCRUB, damageEvents().getFirst().finder());
    ScrubRoundEnded last = (ScrubRoundEnded) events.getLast();
    assertEquals(1, last.damagedTables());
  }

  /** Damage in the second of two tables is met when the first is behind. */
  @Test
  void aRoundTellsHowFarItIs() throws IOException {
    SimulatedWorkers workers = new SimulatedWorkers(true);
    AtomicReference<@Nullable LsmEngine> running = new AtomicReference<>();
    List<Double> progress = new ArrayList<>();
    EngineListener listener =
        event ->
            progress.add(
                Objects.requireNonNull(running.get()).stats().integrity().scrub().progress());
    EngineOptions options =
        EngineOptions.builder()
            .operations(
                OperationsOptions.defaults()
                    .withScrub(new ScrubOptions(Long.MAX_VALUE / 2, Duration.ZERO))
                    .withListener(listener))
            .build();
    try (LsmEngine engine = open(ScrubOptions.off(), workers)) {
      fillTable(engine, engine.tree("t"), "a");
      String first = tables().getFirst();
      fillTable(engine, engine.tree("t"), "b");
      String second = tables().stream().filter(name -> !name.equals(first)).toList().getFirst();
      files.flipBit(DIRECTORY.resolve(second), BAD_BYTE * 8L);
    }
    workers.setEager(false);
    try (LsmEngine engine = LsmEngine.open(files, DIRECTORY, options, Clock.system(), workers)) {
      running.set(engine);
      workers.runPending();
      assertEquals(2, progress.size(), progress.toString());
      assertTrue(progress.getFirst() > 0.3 && progress.getFirst() < 0.7, progress.toString());
      assertEquals(0, progress.getLast(), "the round has ended");
    }
  }

  /** On threads: rounds follow one another, and the close does not wait for a pause to end. */
  @Test
  void scrubberGoesRoundUntilTheClose() throws Exception {
    CompletableFuture<Void> thirdRound = new CompletableFuture<>();
    EngineOptions options =
        EngineOptions.builder()
            .operations(
                OperationsOptions.defaults()
                    .withScrub(new ScrubOptions(1L << 30, Duration.ofMillis(1)))
                    .withListener(
                        event -> {
                          events.add(event);
                          if (events.size() == 3) {
                            thirdRound.complete(null);
                          }
                        }))
            .build();
    try (LsmEngine engine =
        LsmEngine.open(
            files, DIRECTORY, options, Clock.system(), Workers.platform("scrub-test-"))) {
      fillTable(engine, engine.tree("t"), "a");
      thirdRound.get(30, TimeUnit.SECONDS);
      assertTrue(engine.stats().integrity().scrub().rounds() >= 3);
    }
    ScrubOptions rare = new ScrubOptions(1L << 30, Duration.ofDays(1));
    LsmEngine pausing = open(rare, Workers.platform("scrub-test-"));
    pausing.close();
  }
}
