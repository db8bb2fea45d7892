package io.cairndb.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The one hand-written piece of concurrency of a shard: order, exclusion, bounds, hand-over. */
final class SerialExecutorTest {
  private final Deque<Runnable> relieved = new ArrayDeque<>();

  @Test
  void anIdleExecutorRunsTheTaskOnTheSubmittingThread() {
    List<Thread> ranOn = new ArrayList<>();
    SerialExecutor<Runnable> executor = executor(10, 10);
    assertTrue(executor.submit(() -> ranOn.add(Thread.currentThread())));
    assertEquals(List.of(Thread.currentThread()), ranOn);
    assertEquals(0, executor.depth());
  }

  @Test
  void whatATaskSubmitsRunsAfterIt() {
    List<String> events = new ArrayList<>();
    SerialExecutor<Runnable> executor = executor(10, 10);
    executor.submit(
        () -> {
          executor.submit(() -> events.add("inner"));
          events.add("outer");
        });
    assertEquals(List.of("outer", "inner"), events);
  }

  @Test
  void aFullExecutorTurnsTasksAwayAndRecovers() {
    List<Boolean> accepted = new ArrayList<>();
    List<String> ran = new ArrayList<>();
    SerialExecutor<Runnable> executor = executor(3, 10);
    executor.submit(
        () -> {
          for (int i = 0; i < 4; i++) {
            accepted.add(executor.submit(() -> {}));
          }
          executor.submitAlways(() -> ran.add("last words"));
        });
    assertEquals(List.of(true, true, false, false), accepted);
    assertEquals(List.of("last words"), ran);
    assertTrue(executor.submit(() -> {}));
    assertEquals(0, executor.depth());
  }

  @Test
  void aSubmitterThatHasRunEnoughHandsOn() {
    List<Integer> ran = new ArrayList<>();
    SerialExecutor<Runnable> executor = executor(100, 4);
    executor.submit(
        () -> {
          for (int i = 0; i < 10; i++) {
            int number = i;
            executor.submit(() -> ran.add(number));
          }
        });
    assertEquals(List.of(0, 1, 2), ran);
    while (!relieved.isEmpty()) {
      relieved.remove().run();
    }
    assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), ran);
  }

  @Test
  void reliefThatTakesNoWorkLeavesItToTheSubmitter() {
    List<Integer> ran = new ArrayList<>();
    SerialExecutor<Runnable> executor =
        new SerialExecutor<>(
            Runnable::run,
            100,
            2,
            task -> {
              throw new RejectedExecutionException("shut down");
            });
    executor.submit(
        () -> {
          for (int i = 0; i < 9; i++) {
            int number = i;
            executor.submit(() -> ran.add(number));
          }
        });
    assertEquals(9, ran.size());
  }

  @Test
  void tasksBehindOneThatThrowsStillRun() {
    List<String> ran = new ArrayList<>();
    SerialExecutor<Runnable> executor = executor(10, 10);
    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                executor.submit(
                    () -> {
                      executor.submit(() -> ran.add("behind"));
                      throw new IllegalStateException("defect");
                    }));
    assertEquals("defect", thrown.getMessage());
    relieved.remove().run();
    assertEquals(List.of("behind"), ran);
    assertTrue(executor.submit(() -> ran.add("later")));
    assertEquals(List.of("behind", "later"), ran);
  }

  /** Plain, unsynchronised state: any second runner or missed hand-over shows as a lost count. */
  @Test
  void manyThreadsNeverOverlapLoseOrReorderTasks() throws InterruptedException {
    int threads = 4;
    int each = 20_000;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads + 1)) {
      AtomicInteger inside = new AtomicInteger();
      int[] lastOf = new int[threads];
      int[] total = {0};
      List<String> violations = new ArrayList<>();
      SerialExecutor<int[]> executor =
          new SerialExecutor<>(
              task -> {
                if (inside.incrementAndGet() != 1) {
                  violations.add("two inside");
                }
                if (task[1] != lastOf[task[0]] + 1) {
                  violations.add("out of order: " + task[0]);
                }
                lastOf[task[0]] = task[1];
                total[0]++;
                inside.decrementAndGet();
              },
              64,
              7,
              pool);
      CountDownLatch done = new CountDownLatch(threads);
      for (int t = 0; t < threads; t++) {
        int thread = t;
        pool.execute(
            () -> {
              for (int i = 1; i <= each; i++) {
                int[] task = {thread, i};
                while (!executor.submit(task)) {
                  Thread.onSpinWait();
                }
              }
              done.countDown();
            });
      }
      assertTrue(done.await(30, TimeUnit.SECONDS));
      while (executor.depth() > 0) {
        Thread.onSpinWait();
      }
      assertEquals(List.of(), violations);
      assertEquals(threads * each, total[0]);
    }
  }

  private SerialExecutor<Runnable> executor(int capacity, int maxRun) {
    return new SerialExecutor<>(Runnable::run, capacity, maxRun, relieved::add);
  }
}
