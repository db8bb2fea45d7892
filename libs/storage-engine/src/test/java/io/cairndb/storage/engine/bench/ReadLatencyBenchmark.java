package io.cairndb.storage.engine.bench;

import io.cairndb.env.Clock;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.CompactionStats;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long random gets take while nothing else happens, while overwrites keep compactions busy, and
 * while checkpoints are made and trees are split beside such overwrites, in turns. Arguments: an
 * empty directory, seconds of a turn, megabytes written a second, workers.
 */
public final class ReadLatencyBenchmark {
  private static final int KEYS = 200_000;
  private static final int VALUE_BYTES = 1000;
  private static final int TURNS = 3;
  private static final long MEBIBYTE = 1 << 20;

  private final LsmEngine engine;
  private final Path directory;
  private final Tree tree;
  private final Clock clock = Clock.system();
  private final RandomSource random = RandomSource.seeded(3);

  private ReadLatencyBenchmark(LsmEngine engine, Path directory) {
    this.engine = engine;
    this.directory = directory;
    this.tree = engine.tree("t");
  }

  /** What is done again and again beside reads and writes. */
  @FunctionalInterface
  private interface Chore {
    void run() throws IOException;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    CompactionOptions compaction =
        CompactionOptions.builder()
            .tableBytes(8 * MEBIBYTE)
            .levelBaseBytes(16 * MEBIBYTE)
            .workers(Integer.parseInt(arguments[3]))
            .build();
    EngineOptions options =
        EngineOptions.builder()
            .memtableBytes(8 * MEBIBYTE)
            .blockCacheBytes(64 * MEBIBYTE)
            .compaction(compaction)
            .build();
    try (LsmEngine engine =
        LsmEngine.open(
            new LocalFileSystem(),
            Path.of(arguments[0]).resolve("engine"),
            options,
            Clock.system(),
            Workers.platform("bench-"))) {
      ReadLatencyBenchmark one = new ReadLatencyBenchmark(engine, Path.of(arguments[0]));
      for (int i = 0; i < KEYS; i++) {
        one.put(one.tree, RandomSource.seeded(i), i);
      }
      engine.compact(one.tree);
      long nanos = Long.parseLong(arguments[1]) * 1_000_000_000L;
      for (int turn = 0; turn < TURNS; turn++) {
        one.read("alone", nanos);
        long perSecond = Long.parseLong(arguments[2]) * MEBIBYTE / VALUE_BYTES;
        one.readBesideWrites("beside writes", nanos, perSecond, null);
        one.readBesideWrites("and checkpoints", nanos, perSecond, one::checkpoint);
        one.readBesideWrites("and splits", nanos, perSecond, one::splitAnother);
      }
    }
  }

  private void checkpoint() throws IOException {
    Path target = directory.resolve("checkpoint-" + clock.nanoTime());
    long unused = engine.checkpoint(target);
    try (Stream<Path> files = Files.list(target)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(target);
  }

  /** Splits a tree of the size of an eighth of the other. */
  private void splitAnother() throws IOException {
    String name = "s-" + clock.nanoTime();
    Tree whole = engine.tree(name);
    for (int i = 0; i < KEYS / 8; i++) {
      put(whole, RandomSource.seeded(i), i);
    }
    engine.flush();
    Tree right = engine.split(whole, key(KEYS / 16), name + "-right");
    for (Tree part : List.of(whole, right)) {
      byte[] end = new byte[17];
      Arrays.fill(end, (byte) 0xFF);
      write(new WriteBatch().deleteRange(part, new byte[] {0}, end));
    }
  }

  private Thread repeat(AtomicBoolean over, Chore chore) {
    return Thread.ofPlatform()
        .start(
            () -> {
              int rounds = 0;
              try {
                for (; !over.get(); rounds++) {
                  chore.run();
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              System.out.printf("  %d rounds%n", rounds);
            });
  }

  private void readBesideWrites(String name, long nanos, long perSecond, @Nullable Chore chore)
      throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Thread other = chore == null ? null : repeat(over, chore);
    Thread writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  RandomSource keys = RandomSource.seeded(5);
                  long begun = clock.nanoTime();
                  for (long i = 0; !over.get(); i++) {
                    while (!over.get()
                        && i * 1_000_000_000L / perSecond > clock.nanoTime() - begun) {
                      LockSupport.parkNanos(500_000);
                    }
                    put(tree, keys, keys.nextInt(KEYS));
                  }
                });
    CompactionStats before = engine.stats().compaction();
    read(name, nanos);
    CompactionStats after = engine.stats().compaction();
    over.set(true);
    writer.join();
    if (other != null) {
      other.join();
    }
    System.out.printf(
        Locale.ROOT,
        "  compactions wrote %d MB, flushes %d MB, paced %.1f s%n",
        (after.bytesWritten() - before.bytesWritten()) / MEBIBYTE,
        (after.flushedBytes() - before.flushedBytes()) / MEBIBYTE,
        (after.pace().waitedNanos() - before.pace().waitedNanos()) / 1e9);
  }

  private void read(String name, long nanos) {
    long[] took = new long[4_000_000];
    int count = 0;
    long end = clock.nanoTime() + nanos;
    long now = clock.nanoTime();
    while (now < end && count < took.length) {
      try (ReadView view = engine.snapshot()) {
        byte[] unused = view.get(tree, key(random.nextInt(KEYS)));
      }
      long then = clock.nanoTime();
      took[count++] = then - now;
      now = then;
    }
    Arrays.sort(took, 0, count);
    System.out.printf(
        Locale.ROOT,
        "gets %-16s %d, p50 %.1f us, p99 %.1f us, p99.9 %.2f ms, max %.1f ms%n",
        name,
        count,
        took[count / 2] / 1e3,
        took[(int) (count * 0.99)] / 1e3,
        took[(int) (count * 0.999)] / 1e6,
        took[count - 1] / 1e6);
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(16).putLong(0).putLong(number * 0x9E37_79B9_7F4A_7C15L).array();
  }

  private void put(Tree into, RandomSource bytes, int number) {
    ByteBuffer value = ByteBuffer.allocate(VALUE_BYTES);
    while (value.remaining() >= 16) {
      value.putLong(bytes.nextLong()).putLong(0);
    }
    write(new WriteBatch().put(into, key(number), value.array()));
  }

  private void write(WriteBatch batch) {
    long unused =
        engine.write(
            batch,
            Durability.BUFFERED,
            new WriteListener() {
              @Override
              public void onDurable(long sequence) {}

              @Override
              public void onFailure(EngineFailedException failure) {
                throw failure;
              }
            });
  }
}
