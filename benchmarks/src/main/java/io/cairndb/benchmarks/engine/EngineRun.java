package io.cairndb.benchmarks.engine;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * All workloads on one store, one after another, each on what the last one left. Prints a {@link
 * Result} each.
 */
@Command(name = "engine-run")
final class EngineRun implements Callable<Integer> {
  private static final int SYNC_THREADS = 16;
  private static final int SHORT_WALK = 10;
  private static final double PACE = 0.7;
  private static final double WRITES_BESIDE_READS = 5_000;
  private static final long SEED = 42;

  @Option(names = "--store", required = true)
  private StoreKind kind;

  @Option(names = "--directory", required = true)
  private Path directory;

  @Option(names = "--value-bytes", required = true)
  private int valueBytes;

  @Option(names = "--data-bytes", required = true)
  private long dataBytes;

  @Option(names = "--cache-bytes", required = true)
  private long cacheBytes;

  @Option(names = "--memtable-bytes", required = true)
  private long memtableBytes;

  @Option(names = "--seconds", required = true)
  private int seconds;

  @Option(names = "--write-seconds", required = true)
  private int writeSeconds;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new EngineRun()).execute(arguments));
  }

  @FunctionalInterface
  private interface Workload {
    Timing.Outcome run() throws IOException;
  }

  @Override
  public Integer call() throws IOException {
    long keys = dataBytes / (Sizes.KEY_BYTES + valueBytes);
    Sizes sizes = new Sizes(valueBytes, keys, cacheBytes, memtableBytes);
    try (Store store = kind.open(directory.resolve("sequential"), sizes)) {
      fillSequential(store, sizes);
    }
    Path main = directory.resolve("random");
    try (Store store = kind.open(main, sizes)) {
      fillAndRead(store, sizes);
    }
    reopen(main, sizes);
    try (Store store = kind.open(main, sizes)) {
      writeAndRead(store, sizes);
      store.compact();
    }
    space("space after a full compaction", main);
    try (Store store = kind.open(directory.resolve("synced"), sizes)) {
      sync(store, sizes);
    }
    figure("resident", ProcessFigures.residentBytes());
    return 0;
  }

  private void measure(String workload, Workload work) throws IOException {
    ProcessFigures before = ProcessFigures.now();
    Timing.Outcome outcome = work.run();
    ProcessFigures io = ProcessFigures.now().since(before);
    out.println(
        new Result(
                kind,
                valueBytes,
                workload,
                outcome.operations(),
                outcome.nanos() / 1e9,
                Result.Percentiles.of(outcome.latencies()),
                io.read(),
                io.written())
            .line());
  }

  private void space(String name, Path where) throws IOException {
    figure(name, ProcessFigures.directoryBytes(where));
  }

  private void figure(String name, long bytes) {
    out.println(new Figure(kind, valueBytes, name, bytes).line());
  }

  private Timing.Outcome forSeconds(Timing.Operation operation) throws IOException {
    return Timing.forNanos(operation, TimeUnit.SECONDS.toNanos(seconds));
  }

  private void fillSequential(Store store, Sizes sizes) throws IOException {
    Data data = new Data(sizes, SEED);
    long[] next = {0};
    measure(
        "fill-sequential",
        () ->
            Timing.times(
                () -> {
                  store.put(data.key(next[0]++), data.value(), false);
                  return 1;
                },
                sizes.keys()));
  }

  private void fillAndRead(Store store, Sizes sizes) throws IOException {
    Data data = new Data(sizes, SEED);
    long[] next = {0};
    measure(
        "fill-random",
        () ->
            Timing.times(
                () -> {
                  store.put(data.shuffled(next[0]++), data.value(), false);
                  return 1;
                },
                sizes.keys()));
    store.flush();
    long hot = Math.max(1, cacheBytes / 4 / (Sizes.KEY_BYTES + valueBytes));
    Timing.Operation readHot = () -> read(store, data.anyKey(Math.min(hot, sizes.keys())));
    forSeconds(readHot);
    measure("read-random, cached", () -> forSeconds(readHot));
    Timing.Operation readAny = () -> read(store, data.anyKey(sizes.keys()));
    measure("read-random, all keys", () -> forSeconds(readAny));
    measure("read-missing", () -> forSeconds(() -> readNothing(store, data.missingKey())));
    measure("scan forward", () -> walk(store, true));
    measure("scan reverse", () -> walk(store, false));
    measure("seek and 10 next", () -> forSeconds(() -> shortWalk(store, data, sizes)));
  }

  private static long read(Store store, byte[] key) throws IOException {
    if (store.get(key) < 0) {
      throw new IOException("a key that was written is missing");
    }
    return 1;
  }

  private static long readNothing(Store store, byte[] key) throws IOException {
    if (store.get(key) >= 0) {
      throw new IOException("a key that was never written is there");
    }
    return 1;
  }

  /** Whole walks, one entry an operation, until the time is over. */
  private Timing.Outcome walk(Store store, boolean forward) throws IOException {
    try (Store.Walk walk = store.walk()) {
      boolean[] valid = {false};
      return forSeconds(
          () -> {
            if (valid[0]) {
              valid[0] = forward ? walk.next() : walk.previous();
            }
            if (!valid[0]) {
              valid[0] = forward ? walk.seekToFirst() : walk.seekToLast();
            }
            if (walk.read() == 0) {
              throw new IOException("an empty entry");
            }
            return 1;
          });
    }
  }

  private static long shortWalk(Store store, Data data, Sizes sizes) throws IOException {
    try (Store.Walk walk = store.walk()) {
      boolean valid = walk.seek(data.anyKey(sizes.keys()));
      for (int i = 0; i < SHORT_WALK && valid; i++) {
        walk.read();
        valid = walk.next();
      }
      return 1;
    }
  }

  private void reopen(Path where, Sizes sizes) throws IOException {
    measure(
        "reopen",
        () ->
            Timing.times(
                () -> {
                  kind.open(where, sizes).close();
                  return 1;
                },
                1));
  }

  private void writeAndRead(Store store, Sizes sizes) throws IOException {
    Data data = new Data(sizes, SEED + 1);
    Timing.Operation overwrite =
        () -> {
          store.put(data.anyKey(sizes.keys()), data.value(), false);
          return 1;
        };
    long[] peak = {1};
    measure(
        "overwrite",
        () -> {
          Timing.Outcome outcome =
              Timing.forNanos(overwrite, TimeUnit.SECONDS.toNanos(writeSeconds));
          peak[0] = Math.max(1, outcome.operations() * 1_000_000_000L / outcome.nanos());
          return outcome;
        });
    Pace pace = new Pace(peak[0] * PACE);
    measure(
        "overwrite at 70 % of that rate",
        () -> Timing.paced(overwrite, pace, TimeUnit.SECONDS.toNanos(writeSeconds)));
    measure("read while writing", () -> besideWrites(store, sizes, WRITES_BESIDE_READS));
    boolean[] odd = {false};
    measure(
        "half reads, half writes",
        () ->
            forSeconds(
                () -> {
                  odd[0] = !odd[0];
                  return odd[0] ? overwrite.run() : read(store, data.anyKey(sizes.keys()));
                }));
  }

  /** Reads of this thread, while another writes at that rate. */
  private Timing.Outcome besideWrites(Store store, Sizes sizes, double rate) throws IOException {
    AtomicBoolean over = new AtomicBoolean();
    Data reads = new Data(sizes, SEED + 2);
    try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
      Future<Long> writes =
          writer.submit(
              () -> {
                Data data = new Data(sizes, SEED + 3);
                Pace pace = new Pace(rate);
                long count = 0;
                for (; !over.get(); count++) {
                  pace.await();
                  store.put(data.anyKey(sizes.keys()), data.value(), false);
                }
                return count;
              });
      Timing.Outcome outcome = forSeconds(() -> read(store, reads.anyKey(sizes.keys())));
      over.set(true);
      writes.get();
      return outcome;
    } catch (ExecutionException e) {
      throw new IOException("the writer failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      over.set(true);
    }
  }

  private void sync(Store store, Sizes sizes) throws IOException {
    Timing.Work writes =
        thread -> {
          Data data = new Data(sizes, SEED + thread);
          return () -> {
            store.put(data.anyKey(sizes.keys()), data.value(), true);
            return 1;
          };
        };
    long nanos = TimeUnit.SECONDS.toNanos(seconds);
    measure("sync write, 1 thread", () -> Timing.parallel(1, writes, nanos));
    measure(
        "sync write, " + SYNC_THREADS + " threads",
        () -> Timing.parallel(SYNC_THREADS, writes, nanos));
  }
}
