package io.cairndb.storage.engine.bench;

import io.cairndb.env.Clock;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Semaphore;

/**
 * Puts with 64 outstanding, random gets, scans. Arguments: directory, seconds per phase, values in
 * bytes.
 */
public final class EngineBenchmark {
  private static final int OUTSTANDING = 64;
  private static final int KEYS = 200_000;

  private final LsmEngine engine;
  private final Tree tree;
  private final int valueBytes;
  private final long phaseNanos;
  private final RandomSource random = RandomSource.seeded(1);
  private final Clock clock = Clock.system();

  private EngineBenchmark(LsmEngine engine, int valueBytes, long seconds) {
    this.engine = engine;
    this.tree = engine.tree("main");
    this.valueBytes = valueBytes;
    this.phaseNanos = seconds * 1_000_000_000L;
  }

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    long seconds = Long.parseLong(arguments[1]);
    int valueBytes = Integer.parseInt(arguments[2]);
    try (LsmEngine engine =
        LsmEngine.open(
            new LocalFileSystem(),
            directory,
            EngineOptions.defaults(),
            Clock.system(),
            Workers.platform("bench-"))) {
      EngineBenchmark disk = new EngineBenchmark(engine, valueBytes, seconds);
      disk.put("sync put, warm-up", Durability.SYNC);
      disk.put("sync put, 64 outstanding", Durability.SYNC);
      disk.put("buffered put", Durability.BUFFERED);
      disk.get("random get, warm-up");
      disk.get("random get");
      disk.scan("scan");
      System.out.println(engine.stats());
    }
    long start = Clock.system().nanoTime();
    try (LsmEngine reopened =
        LsmEngine.open(
            new LocalFileSystem(),
            directory,
            EngineOptions.defaults(),
            Clock.system(),
            Workers.platform("bench-"))) {
      System.out.printf(
          Locale.ROOT,
          "reopened in %,d ms at sequence %,d%n",
          (Clock.system().nanoTime() - start) / 1_000_000,
          reopened.lastSequence());
    }
    EngineOptions unlogged = EngineOptions.builder().writeAheadLog(false).build();
    try (LsmEngine engine =
        LsmEngine.open(
            new MemoryFileSystem(),
            directory,
            unlogged,
            Clock.system(),
            Workers.platform("bench-"))) {
      EngineBenchmark memory = new EngineBenchmark(engine, valueBytes, seconds);
      memory.put("in-memory put", Durability.SYNC);
      memory.get("in-memory random get");
    }
  }

  private byte[] key() {
    long number = random.nextInt(KEYS) * 0x9E37_79B9_7F4A_7C15L;
    return ByteBuffer.allocate(32).putLong(0x0190_1234).putLong(0).putLong(number).array();
  }

  private void put(String name, Durability durability) {
    Semaphore permits = new Semaphore(OUTSTANDING);
    WriteListener listener =
        new WriteListener() {
          @Override
          public void onDurable(long sequence) {
            permits.release();
          }

          @Override
          public void onFailure(EngineFailedException failure) {
            throw failure;
          }
        };
    byte[] value = new byte[valueBytes];
    long syncs = engine.stats().log().syncs();
    long allocated = allocatedBytes();
    long start = clock.nanoTime();
    long count = 0;
    while (clock.nanoTime() - start < phaseNanos) {
      permits.acquireUninterruptibly();
      // Half of a value is noise, so that blocks shrink as those of real items do.
      for (int i = 0; i + Long.BYTES <= valueBytes / 2; i += Long.BYTES) {
        ByteBuffer.wrap(value).putLong(i, random.nextLong());
      }
      engine.write(new WriteBatch().put(tree, key(), value.clone()), durability, listener);
      count++;
    }
    permits.acquireUninterruptibly(OUTSTANDING);
    report(name, count, start, allocated);
    System.out.println("    syncs " + (engine.stats().log().syncs() - syncs));
  }

  private void get(String name) {
    long allocated = allocatedBytes();
    long start = clock.nanoTime();
    long count = 0;
    long found = 0;
    while (clock.nanoTime() - start < phaseNanos) {
      try (ReadView view = engine.snapshot()) {
        found += view.get(tree, key()) == null ? 0 : 1;
      }
      count++;
    }
    report(name, count, start, allocated);
    System.out.println("    found " + found);
  }

  private void scan(String name) {
    long allocated = allocatedBytes();
    long start = clock.nanoTime();
    long count = 0;
    while (clock.nanoTime() - start < phaseNanos) {
      try (ReadView view = engine.snapshot();
          Cursor cursor = view.cursor(tree, null, null)) {
        for (boolean valid = cursor.seekToFirst(); valid; valid = cursor.next()) {
          count += cursor.value().length > 0 ? 1 : 0;
        }
      }
    }
    report(name, count, start, allocated);
  }

  private void report(String name, long count, long start, long allocatedBefore) {
    double seconds = (clock.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-28s %,12.0f /s   %,8d B allocated each%n",
        name,
        count / seconds,
        (allocatedBytes() - allocatedBefore) / Math.max(1, count));
  }

  /** Of all threads. */
  private static long allocatedBytes() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getTotalThreadAllocatedBytes();
  }
}
