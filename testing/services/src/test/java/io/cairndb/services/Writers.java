package io.cairndb.services;

import io.cairndb.item.Item;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.ShardResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Clients that put and delete items of few keys, move them between index keys and never stop. */
final class Writers implements AutoCloseable {
  private static final int WRITERS = 3;
  private static final int KEYS = 60;
  private static final long PAUSE_NANOS = 5_000_000;

  private final Cluster cluster;
  private final List<Thread> threads = new ArrayList<>();
  private final Semaphore acknowledged = new Semaphore(0);
  private volatile boolean stopped;

  Writers(Cluster cluster, long seed) {
    this.cluster = cluster;
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < WRITERS; i++) {
      SplittableRandom random = seeds.split();
      threads.add(Thread.ofVirtual().start(() -> write(random)));
    }
  }

  private void write(SplittableRandom random) {
    while (!stopped) {
      ShardResponse answer = one(random);
      if (answer instanceof CommandResult.Written) {
        acknowledged.release();
      } else {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private ShardResponse one(SplittableRandom random) {
    String pk = "pk" + random.nextInt(KEYS);
    if (random.nextInt(5) == 0) {
      return cluster.delete(pk).join();
    }
    Item item =
        Cluster.item(
            pk,
            random.nextInt(5) == 0 ? "other" : "g",
            "g" + random.nextInt(7),
            random.nextInt(5) == 0 ? "another" : "h",
            "h" + random.nextInt(7));
    return cluster.put(item).join();
  }

  /** Waits until so many further writes have been acknowledged. */
  void awaitFurther(int count) throws InterruptedException {
    acknowledged.drainPermits();
    if (!acknowledged.tryAcquire(count, 30, TimeUnit.SECONDS)) {
      throw new AssertionError("writes are not acknowledged any more");
    }
  }

  @Override
  public void close() throws InterruptedException {
    stopped = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
