package io.cairndb.storage.engine.sstable;

import io.cairndb.env.RandomSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the share of hits of the cache and of other policies on traces of block numbers. A seed as
 * the only argument makes other traces.
 */
public final class CachePolicySimulation {
  private static final int BLOCKS = 50_000;
  private static final int LENGTH = 1_000_000;

  private final RandomSource random;
  private final int capacity;

  private CachePolicySimulation(RandomSource random, int capacity) {
    this.random = random;
    this.capacity = capacity;
  }

  public static void main(String[] arguments) {
    long seed = arguments.length == 0 ? 7 : Long.parseLong(arguments[0]);
    System.out.println("| cache | trace | LRU | CLOCK | S3-FIFO | W-TinyLFU | the engine's |");
    System.out.println("|---|---|---|---|---|---|---|");
    for (int share : List.of(2, 10, 25)) {
      int capacity = BLOCKS * share / 100;
      RandomSource random = RandomSource.seeded(seed);
      new CachePolicySimulation(random, capacity)
          .traces()
          .forEach(
              (name, trace) -> {
                StringBuilder row = new StringBuilder("| " + share + " % | " + name + " |");
                for (CachePolicy policy : policies(capacity)) {
                  row.append(String.format(Locale.ROOT, " %.1f |", hits(policy, trace)));
                }
                System.out.println(row);
              });
    }
  }

  private static List<CachePolicy> policies(int capacity) {
    return List.of(
        CachePolicy.lru(capacity),
        CachePolicy.clock(BLOCKS, capacity),
        new CachePolicy.S3Fifo(BLOCKS, capacity),
        new CachePolicy.TinyLfu(BLOCKS, capacity),
        CachePolicy.ofTheEngine(BLOCKS, capacity));
  }

  /** Per cent of the trace's second half. */
  private static double hits(CachePolicy policy, int[] trace) {
    int hits = 0;
    for (int i = 0; i < trace.length; i++) {
      hits += policy.use(trace[i]) && i >= trace.length / 2 ? 1 : 0;
    }
    return 200.0 * hits / trace.length;
  }

  private Map<String, int[]> traces() {
    Map<String, int[]> traces = new LinkedHashMap<>();
    traces.put("Zipf 0.8", zipf(0.8));
    traces.put("Zipf 0.99", zipf(0.99));
    traces.put("uniform", zipf(0));
    traces.put("Zipf 0.9 and scans", withScans(zipf(0.9)));
    traces.put("loop of 1.2 caches", loop());
    traces.put("Zipf 0.9 and a loop of 2 caches", withLoop(zipf(0.9)));
    traces.put("Zipf 0.99 that moves", moving(zipf(0.99)));
    traces.put("each block twice, Zipf 0.8", twice(zipf(0.8)));
    return traces;
  }

  private int[] zipf(double exponent) {
    double[] sums = new double[BLOCKS];
    double sum = 0;
    for (int i = 0; i < BLOCKS; i++) {
      sum += 1 / Math.pow(i + 1, exponent);
      sums[i] = sum;
    }
    int[] trace = new int[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      double point = (random.nextLong() >>> 11) * 0x1.0p-53 * sum;
      int rank = Arrays.binarySearch(sums, point);
      // Neighbours in rank are not neighbours in the file: an odd factor permutes.
      trace[i] = (int) ((rank < 0 ? -rank - 1 : rank) * 7_919L % BLOCKS);
    }
    return trace;
  }

  private int[] withScans(int[] trace) {
    int scanned = 0;
    for (int i = 0; i < trace.length; i++) {
      if (i % (6 * capacity) >= 4 * capacity) {
        trace[i] = scanned++ % BLOCKS;
      }
    }
    return trace;
  }

  private int[] loop() {
    int[] trace = new int[LENGTH];
    Arrays.setAll(trace, i -> i % (capacity * 6 / 5));
    return trace;
  }

  private int[] withLoop(int[] trace) {
    int at = 0;
    for (int i = 0; i < trace.length; i++) {
      if (random.nextInt(2) == 0) {
        trace[i] = at++ % (2 * capacity);
      }
    }
    return trace;
  }

  private static int[] moving(int[] trace) {
    for (int i = 0; i < trace.length; i++) {
      trace[i] = (trace[i] + i / (LENGTH / 8) * (BLOCKS / 8)) % BLOCKS;
    }
    return trace;
  }

  private static int[] twice(int[] trace) {
    for (int i = 1; i < trace.length; i += 2) {
      trace[i] = trace[i - 1];
    }
    return trace;
  }
}
