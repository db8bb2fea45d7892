package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileFault;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Compression;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.compaction.KeySlice;
import io.cairndb.storage.engine.compaction.Pick;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One merge on its own: what it charges, and what it leaves when it fails. */
class CompactionJobTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int VALUE_BYTES = 100_000;
  private static final int ENTRIES = 60;

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final List<Long> charged = new ArrayList<>();

  private EngineFiles engineFiles() throws IOException {
    files.createDirectories(DIRECTORY);
    EngineOptions options =
        EngineOptions.builder()
            .compression(Compression.NONE)
            .compaction(CompactionOptions.builder().tableBytes(1 << 20).build())
            .build();
    return new EngineFiles(files, DIRECTORY, options, new ManualClock(1));
  }

  private static Sstable table(EngineFiles files) throws IOException {
    try (SstableWriter writer = files.createTable(0)) {
      for (int i = 0; i < ENTRIES; i++) {
        byte[] key = Writes.bytes("k%03d".formatted(i));
        writer.add(key, key.length, i + 1, new byte[VALUE_BYTES]);
      }
      return files.openTable(writer.finish());
    }
  }

  private @Nullable List<Sstable> merge(EngineFiles engine, Sstable input) throws IOException {
    return merge(engine, input, () -> false);
  }

  private @Nullable List<Sstable> merge(
      EngineFiles engine, Sstable input, BooleanSupplier cancelled) throws IOException {
    TreeLevels levels = TreeLevels.EMPTY.with(0, List.of(input));
    Pick pick = new Pick(0, 0, List.of(List.of(input.meta()), List.of()), 1, Pick.Kind.MERGE, 1);
    CompactionJob.Place place =
        new CompactionJob.Place(
            levels, RetainedVersions.NEWEST_ONLY, new FilterDrops(true), KeySlice.ALL);
    return new CompactionJob(
            engine,
            Compaction.of(pick, levels),
            place,
            (bytes, unused) -> charged.add(bytes),
            cancelled)
        .run();
  }

  @Test
  void everyByteIsChargedAndFewAtOnce() throws IOException {
    EngineFiles engine = engineFiles();
    Sstable input = table(engine);
    List<Sstable> outputs = merge(engine, input);
    assertNotNull(outputs);
    long written = outputs.stream().mapToLong(table -> table.meta().bytes()).sum();
    assertTrue(outputs.size() > 3, "tables: " + outputs.size());
    assertEquals(written, charged.stream().mapToLong(Long::longValue).sum(), written / 100.0);
    assertTrue(charged.stream().allMatch(bytes -> bytes <= 3 * VALUE_BYTES), "at once: " + charged);
    outputs.forEach(Sstable::release);
    input.release();
    engine.releaseMemory();
  }

  /** Each ingestion and split cancels merges: what these left would fill the disk. */
  @Test
  void aCancelledMergeLeavesNoFile() throws IOException {
    EngineFiles engine = engineFiles();
    Sstable input = table(engine);
    List<String> before = files.list(DIRECTORY);
    AtomicInteger checks = new AtomicInteger();
    assertNull(merge(engine, input, () -> checks.incrementAndGet() > 25));
    assertTrue(charged.size() > 20, "checks: " + charged.size());
    assertEquals(before, files.list(DIRECTORY));
    input.release();
    engine.releaseMemory();
  }

  @Test
  void nothingStaysOpenWhereverAMergeFails() throws IOException {
    boolean failed = true;
    int failures = 0;
    for (int at = 1; failed; at++) {
      EngineFiles engine = engineFiles();
      Sstable input = table(engine);
      int open = files.openFiles();
      files.inject(new FileFault(files.operations() + at, FileFault.Kind.IO_ERROR));
      failed = fails(engine, input);
      failures += failed ? 1 : 0;
      files.inject(null);
      assertEquals(open, files.openFiles(), "after a failure of operation " + at);
      input.release();
      engine.releaseMemory();
      for (String name : files.list(DIRECTORY)) {
        files.delete(DIRECTORY.resolve(name));
      }
    }
    assertTrue(failures > 20, "failures: " + failures);
  }

  private boolean fails(EngineFiles engine, Sstable input) throws IOException {
    long before = files.operations();
    try {
      List<Sstable> outputs = merge(engine, input);
      assertNotNull(outputs);
      outputs.forEach(Sstable::release);
      return false;
    } catch (IOException e) {
      assertTrue(files.faultFired() && files.operations() > before, "unexpected: " + e);
      return true;
    }
  }
}
