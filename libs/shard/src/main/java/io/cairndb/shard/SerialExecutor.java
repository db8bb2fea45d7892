package io.cairndb.shard;

import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs tasks one at a time, in the order they were accepted, without a thread of its own: the
 * thread that submits to an idle executor runs the task, and whatever others submit meanwhile,
 * before it returns (combining). Under light load there is no hand-off; under heavy load tasks run
 * back to back on one core.
 *
 * <p>Algorithm:
 *
 * <ol>
 *   <li>A submitter claims a place in {@code occupied}, or is turned away.
 *   <li>It appends the task, then adds one to {@code announced}. Whoever moves {@code announced}
 *       off zero is the runner; all others are done.
 *   <li>The runner takes as many tasks as were announced, subtracts them, and stops when nothing is
 *       left. Appending before announcing means a counted task is always there to be taken.
 *   <li>After {@code maxRun} tasks the runner passes its role on to {@code relief}, so that no
 *       submitter works for others without end.
 * </ol>
 *
 * <p>Invariant: at most one thread is the runner. Visibility: leaving the role (a read-modify-write
 * of {@code announced} to zero, or the hand-over through {@code relief}) happens-before taking it
 * up, and a submitter's actions before {@link #submit} happen-before the task; state touched by
 * tasks only needs no further synchronisation.
 *
 * <p>What {@code handler} throws reaches the thread that happens to run; the tasks behind go on
 * through {@code relief}.
 *
 * <p>Thread-safe. Tasks may submit; what they submit runs after them.
 */
public final class SerialExecutor<T> {
  private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger occupied = new AtomicInteger();
  private final AtomicInteger announced = new AtomicInteger();
  private final Consumer<T> handler;
  private final int capacity;
  private final int maxRun;
  private final Executor relief;
  private final BooleanSupplier reserved;

  /**
   * An executor that hands each task to {@code handler}.
   *
   * @param capacity most tasks waiting or running
   * @param maxRun most tasks one submitter runs in a row
   * @param relief runs the loop on when a submitter has done enough; must not run it inline
   */
  public SerialExecutor(Consumer<T> handler, int capacity, int maxRun, Executor relief) {
    this(handler, capacity, maxRun, relief, () -> false);
  }

  /**
   * As above.
   *
   * @param reserved whether the calling thread is one that tasks may have to wait for; it leaves
   *     all of them to {@code relief}, as long as that takes work
   */
  SerialExecutor(
      Consumer<T> handler, int capacity, int maxRun, Executor relief, BooleanSupplier reserved) {
    if (capacity <= 0 || maxRun <= 0) {
      throw new IllegalArgumentException("capacity " + capacity + ", run " + maxRun);
    }
    this.handler = handler;
    this.capacity = capacity;
    this.maxRun = maxRun;
    this.relief = relief;
    this.reserved = reserved;
  }

  /** Accepts {@code task}, and perhaps runs it and others; false when the executor is full. */
  public boolean submit(T task) {
    if (occupied.incrementAndGet() > capacity) {
      occupied.decrementAndGet();
      return false;
    }
    append(task);
    return true;
  }

  /** Accepts {@code task} however full the executor is; the caller knows another bound. */
  public void submitAlways(T task) {
    occupied.incrementAndGet();
    append(task);
  }

  private void append(T task) {
    queue.add(task);
    if (announced.getAndIncrement() == 0 && !(reserved.getAsBoolean() && passOn())) {
      run();
    }
  }

  /** Tasks accepted and not finished. */
  public int depth() {
    return Math.min(occupied.get(), capacity);
  }

  private void run() {
    int budget = maxRun;
    int available = 1;
    while (available != 0) {
      int count = Math.min(available, budget);
      available = runSome(count);
      budget -= count;
      if (available != 0 && budget == 0) {
        if (passOn()) {
          return;
        }
        budget = maxRun;
      }
    }
  }

  /** Runs {@code count} announced tasks; returns how many are announced after them. */
  private int runSome(int count) {
    int done = 0;
    boolean threw = true;
    try {
      while (done < count) {
        T task = Objects.requireNonNull(queue.poll(), "an announced task is queued");
        done++;
        handler.accept(task);
      }
      threw = false;
    } finally {
      occupied.addAndGet(-done);
      if (threw && announced.addAndGet(-done) != 0) {
        passOn();
      }
    }
    return announced.addAndGet(-done);
  }

  /** Gives the runner's role to {@code relief}; false when it takes no more work. */
  private boolean passOn() {
    try {
      relief.execute(this::run);
      return true;
    } catch (RejectedExecutionException shuttingDown) {
      return false;
    }
  }
}
