package io.cairndb.benchmarks.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.HdrHistogram.Histogram;

/** Repeats an operation and notes how long each took. */
final class Timing {
  private static final int DIGITS = 3;

  private Timing() {}

  /** One operation; what it returns is how many it counts for. */
  @FunctionalInterface
  interface Operation {
    long run() throws IOException;
  }

  /** Makes the operations of one thread. */
  @FunctionalInterface
  interface Work {
    Operation forThread(int thread);
  }

  /** What was done, by all threads together. */
  record Outcome(long operations, long nanos, Histogram latencies) {}

  /** Until {@code done}, asked before each operation. */
  static Outcome repeat(Operation operation, BooleanSupplier done) throws IOException {
    Histogram latencies = new Histogram(DIGITS);
    long operations = 0;
    long start = System.nanoTime();
    long before = start;
    while (!done.getAsBoolean()) {
      operations += operation.run();
      long after = System.nanoTime();
      latencies.recordValue(after - before);
      before = after;
    }
    return new Outcome(operations, before - start, latencies);
  }

  static Outcome forNanos(Operation operation, long nanos) throws IOException {
    long end = System.nanoTime() + nanos;
    return repeat(operation, () -> System.nanoTime() - end >= 0);
  }

  /** As long, at a steady rate; an operation's latency counts from when it was due. */
  static Outcome paced(Operation operation, Pace pace, long nanos) throws IOException {
    Histogram latencies = new Histogram(DIGITS);
    long operations = 0;
    long start = System.nanoTime();
    long now = start;
    while (now - start < nanos) {
      long due = pace.await();
      operations += operation.run();
      now = System.nanoTime();
      latencies.recordValue(now - due);
    }
    return new Outcome(operations, now - start, latencies);
  }

  static Outcome times(Operation operation, long count) throws IOException {
    long[] left = {count};
    return repeat(operation, () -> left[0]-- == 0);
  }

  /** The work on several threads at once. */
  static Outcome parallel(int threads, Work work, long nanos) throws IOException {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Callable<Outcome>> tasks = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        Operation operation = work.forThread(i);
        tasks.add(() -> forNanos(operation, nanos));
      }
      Histogram latencies = new Histogram(DIGITS);
      long operations = 0;
      long longest = 0;
      for (Future<Outcome> future : pool.invokeAll(tasks)) {
        Outcome outcome = future.get();
        latencies.add(outcome.latencies());
        operations += outcome.operations();
        longest = Math.max(longest, outcome.nanos());
      }
      return new Outcome(operations, longest, latencies);
    } catch (ExecutionException e) {
      throw new IOException("a thread of the load failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
