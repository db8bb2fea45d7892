package io.cairndb.cli.load;

import io.cairndb.cli.client.CallException;
import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** One run of a mix of puts, gets and queries on a table with keys pk (text) and sk (number). */
public final class Load {
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);
  private static final int ITEMS_PER_PARTITION = 10;

  /**
   * What to do.
   *
   * @param shares how many requests of each kind, relative to their sum; at least one is positive
   * @param keys how many different items there are
   * @param valueBytes payload of an item
   */
  public record Plan(
      String table,
      Map<Kind, Integer> shares,
      int connections,
      Duration duration,
      int keys,
      int valueBytes) {}

  /** What came of it: latencies in microseconds of what succeeded, and how much did not. */
  public record Result(Map<Kind, Histogram> micros, long errors, String firstError) {}

  private final DynamoDb database;
  private final Plan plan;
  private final String payload;
  private final Map<Kind, Histogram> micros = new EnumMap<>(Kind.class);
  private final LongAdder errors = new LongAdder();
  private volatile String firstError = "";

  /** A run that has not begun. */
  public Load(DynamoDb database, Plan plan) {
    this.database = database;
    this.plan = plan;
    this.payload = "x".repeat(plan.valueBytes());
    plan.shares()
        .forEach(
            (kind, share) -> {
              if (share > 0) {
                micros.put(kind, new ConcurrentHistogram(LONGEST_MICROS, 3));
              }
            });
  }

  /** Runs for the planned time. */
  public Result run(long seed) throws Exception {
    long end = System.nanoTime() + plan.duration().toNanos();
    List<Future<?>> connections = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < plan.connections(); i++) {
        SplittableRandom own = random.split();
        connections.add(threads.submit(() -> work(own, end)));
      }
      for (Future<?> connection : connections) {
        connection.get();
      }
    }
    return new Result(micros, errors.sum(), firstError);
  }

  private boolean work(SplittableRandom random, long end) throws InterruptedException {
    while (System.nanoTime() - end < 0) {
      Kind kind = kind(random);
      int key = random.nextInt(plan.keys());
      long began = System.nanoTime();
      try {
        send(kind, key);
        long took = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
        Histogram histogram = micros.get(kind);
        if (histogram != null) {
          histogram.recordValue(Math.min(took, LONGEST_MICROS));
        }
      } catch (CallException failed) {
        errors.increment();
        firstError = firstError.isEmpty() ? String.valueOf(failed.getMessage()) : firstError;
        DynamoDb.pause(1);
      }
    }
    return true;
  }

  private Kind kind(SplittableRandom random) {
    int sum = plan.shares().values().stream().mapToInt(Integer::intValue).sum();
    int drawn = random.nextInt(sum);
    for (Map.Entry<Kind, Integer> share : plan.shares().entrySet()) {
      drawn -= share.getValue();
      if (drawn < 0) {
        return share.getKey();
      }
    }
    throw new IllegalStateException("a draw beyond the sum of the shares");
  }

  private void send(Kind kind, int key) throws CallException, InterruptedException {
    Obj partition = string("p" + key / ITEMS_PER_PARTITION);
    Obj sort = Json.object().put("N", Integer.toString(key % ITEMS_PER_PARTITION)).build();
    Json.Builder request = Json.object().put("TableName", plan.table());
    switch (kind) {
      case PUT ->
          database.call(
              "PutItem",
              request
                  .put(
                      "Item",
                      Json.object()
                          .put("pk", partition)
                          .put("sk", sort)
                          .put("payload", string(payload))
                          .build())
                  .build());
      case GET ->
          database.call(
              "GetItem",
              request
                  .put("Key", Json.object().put("pk", partition).put("sk", sort).build())
                  .build());
      case QUERY ->
          database.call(
              "Query",
              request
                  .put("KeyConditionExpression", "pk = :p")
                  .put("ExpressionAttributeValues", Json.object().put(":p", partition).build())
                  .build());
    }
  }

  private static Obj string(String text) {
    return Json.object().put("S", text).build();
  }
}
