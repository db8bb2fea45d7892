package io.cairndb.storage.engine.bench;

import com.sun.management.ThreadMXBean;
import io.cairndb.env.FileSystem;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.IndexOptions;
import io.cairndb.storage.engine.ReadOptions;
import io.cairndb.storage.engine.sstable.BlockCache;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.SstableWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What an open table of 64 MB with values of 100 bytes takes, and what a get of a cached block
 * costs, with an index that is whole and one in partitions. Argument: an empty directory.
 */
public final class TableIndexBenchmark {
  private static final long TABLE_BYTES = 64L << 20;
  private static final int VALUE_BYTES = 100;
  private static final int OPENINGS = 30;
  private static final int ROUNDS = 7;
  private static final int GETS = 400_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final FileSystem files = new LocalFileSystem();
  private final Path path;
  private final SstableMeta meta;
  private final String name;

  private TableIndexBenchmark(Path path, String name, IndexOptions index) throws IOException {
    this.path = path;
    this.name = name;
    RandomSource random = RandomSource.seeded(1);
    byte[] value = new byte[VALUE_BYTES];
    SstableWriter.Target target = new SstableWriter.Target(1, 0, FormatVersion.NEWEST);
    EngineOptions options = EngineOptions.builder().index(index).build();
    try (SstableWriter writer = new SstableWriter(files, path, target, options)) {
      for (int i = 0; writer.estimatedBytes() < TABLE_BYTES; i++) {
        for (int at = 0; at < VALUE_BYTES; at += Integer.BYTES) {
          ByteBuffer.wrap(value).putInt(at, (int) random.nextLong());
        }
        writer.add(key(i), Long.BYTES * 2, 1, value);
      }
      meta = writer.finish();
    }
  }

  private static byte[] key(int number) {
    return ByteBuffer.allocate(Long.BYTES * 2).putLong(7).putLong(number).array();
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private void open() throws IOException {
    BlockCache cache = new BlockCache(64 << 20, 256 << 10);
    long heap = heap();
    long[] nanos = new long[OPENINGS];
    List<Sstable> tables = new ArrayList<>();
    for (int i = 0; i < OPENINGS; i++) {
      long begun = THREADS.getCurrentThreadCpuTime();
      tables.add(Sstable.open(files, path, meta, cache));
      nanos[i] = THREADS.getCurrentThreadCpuTime() - begun;
    }
    Arrays.sort(nanos);
    long heapEach = (heap() - heap) / OPENINGS;
    long outside = cache.stats().tableBytes() / OPENINGS;
    System.out.printf(
        Locale.ROOT,
        "%s: open %d µs (median of CPU time), heap %d bytes, outside %d bytes%n",
        name,
        nanos[OPENINGS / 2] / 1000,
        heapEach,
        outside);
    tables.forEach(Sstable::release);
    cache.release();
  }

  /** Everything is cached after the first round, which does not count. */
  private void get(int keys) throws IOException {
    BlockCache cache = new BlockCache(256 << 20, 256 << 10);
    Sstable table = Sstable.open(files, path, meta, cache);
    long least = Long.MAX_VALUE;
    long allocated = 0;
    for (int i = 0; i < keys; i++) {
      get(table, i);
    }
    for (int round = 0; round < ROUNDS; round++) {
      RandomSource random = RandomSource.seeded(round);
      long bytes = THREADS.getCurrentThreadAllocatedBytes();
      long begun = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < GETS; i++) {
        get(table, random.nextInt(keys));
      }
      least = Math.min(least, (THREADS.getCurrentThreadCpuTime() - begun) / GETS);
      allocated = (THREADS.getCurrentThreadAllocatedBytes() - bytes) / GETS;
    }
    System.out.printf(
        Locale.ROOT,
        "%s: get of %d keys %d ns, %d bytes allocated%n",
        name,
        keys,
        least,
        allocated);
    table.release();
    cache.release();
  }

  private static void get(Sstable table, int number) throws IOException {
    byte[] key = key(number);
    if (table.get(key, Sstable.hash(key), Long.MAX_VALUE, ReadOptions.DEFAULT) == null) {
      throw new IllegalStateException("key " + number + " is missing");
    }
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    TableIndexBenchmark whole =
        new TableIndexBenchmark(
            directory.resolve("whole"), "whole", new IndexOptions(Integer.MAX_VALUE, 1));
    TableIndexBenchmark parts =
        new TableIndexBenchmark(directory.resolve("parts"), "partitions", IndexOptions.defaults());
    int keys = (int) whole.meta.entries();
    for (int turn = 0; turn < 3; turn++) {
      for (TableIndexBenchmark one : List.of(whole, parts)) {
        one.open();
        one.get(10_000);
        one.get(keys);
      }
    }
  }
}
