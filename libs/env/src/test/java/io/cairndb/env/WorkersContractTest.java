package io.cairndb.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What workers do, threaded and simulated. */
class WorkersContractTest {

  /** Each signal is followed by a run that sees what was done before it: none is lost. */
  @Test
  void noSignalIsLost() throws InterruptedException {
    AtomicLong produced = new AtomicLong();
    Semaphore consumed = new Semaphore(0);
    AtomicLong seen = new AtomicLong();
    Worker worker =
        Workers.platform("test-")
            .start(
                "consumer",
                () -> {
                  long now = produced.get();
                  consumed.release((int) (now - seen.getAndSet(now)));
                });
    for (int i = 0; i < 20_000; i++) {
      produced.incrementAndGet();
      worker.signal();
      // Now in lock-step, so that the worker parks, now in bursts, so that signals fall together.
      if (i % 64 < 32) {
        assertTrue(consumed.tryAcquire(10, TimeUnit.SECONDS), "lost at " + i);
      }
    }
    assertTrue(consumed.tryAcquire(20_000 / 64 * 32, 10, TimeUnit.SECONDS));
    assertFalse(worker.assist(), "it has a thread of its own");
    worker.close();
  }

  @Test
  void closeWaitsForTheRunInProgress() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    AtomicInteger runs = new AtomicInteger();
    Worker worker =
        Workers.threads(Thread.ofPlatform().daemon(true).factory())
            .start(
                "slow",
                () -> {
                  running.countDown();
                  Thread.onSpinWait();
                  runs.incrementAndGet();
                });
    worker.signal();
    running.await();
    worker.close();
    assertEquals(1, runs.get());
    worker.signal();
    assertEquals(1, runs.get(), "closed workers do nothing");
  }

  /** The later wish counts, also when it comes from elsewhere and is sooner. */
  @Test
  void aDelayEndsInARun() throws InterruptedException {
    Semaphore runs = new Semaphore(0);
    try (Worker worker = Workers.platform("test-").start("timed", runs::release)) {
      worker.signal();
      assertTrue(runs.tryAcquire(10, TimeUnit.SECONDS));
      worker.signalAfter(Duration.ofHours(1));
      worker.signal();
      assertTrue(runs.tryAcquire(10, TimeUnit.SECONDS));
      long begun = System.nanoTime();
      worker.signalAfter(Duration.ofMillis(20));
      assertTrue(runs.tryAcquire(10, TimeUnit.SECONDS));
      assertTrue(System.nanoTime() - begun >= Duration.ofMillis(20).toNanos(), "ran too soon");
    }
    assertEquals(0, runs.availablePermits(), "once for each");
  }

  @Test
  void simulatedTimeWakesWorkers() {
    ManualClock clock = new ManualClock(0);
    SimulatedWorkers workers = new SimulatedWorkers(true, clock);
    AtomicInteger runs = new AtomicInteger();
    Worker worker = workers.start("timed", runs::incrementAndGet);
    worker.signalAfter(Duration.ofSeconds(5));
    clock.advance(Duration.ofMillis(4999));
    workers.runPending();
    assertEquals(0, runs.get());
    clock.advance(Duration.ofMillis(1));
    workers.runPending();
    workers.runPending();
    assertEquals(1, runs.get(), "once");
    worker.signalAfter(Duration.ofSeconds(5));
    worker.close();
    clock.advance(Duration.ofSeconds(9));
    workers.runPending();
    assertEquals(1, runs.get(), "closed workers do nothing");
  }

  @Test
  void simulatedWorkersRunWhenToldAndNeverTwiceAtOnce() {
    SimulatedWorkers workers = new SimulatedWorkers(false);
    AtomicInteger runs = new AtomicInteger();
    Worker[] self = new Worker[1];
    self[0] =
        workers.start(
            "w",
            () -> {
              if (runs.incrementAndGet() < 3) {
                self[0].signal();
                workers.runPending();
              }
            });
    self[0].signal();
    self[0].signal();
    assertEquals(0, runs.get());
    workers.runPending();
    assertEquals(3, runs.get(), "signals during a run lead to another after it");
    workers.setEager(true);
    self[0].signal();
    assertEquals(4, runs.get());
  }
}
