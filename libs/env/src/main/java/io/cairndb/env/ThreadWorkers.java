package io.cairndb.env;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Workers with a thread each. */
@RealEnvironment
final class ThreadWorkers implements Workers {
  /** Set once, by the thread of each worker; absent elsewhere. */
  private static final ThreadLocal<Boolean> WORKER = new ThreadLocal<>();

  private final ThreadFactory threads;

  ThreadWorkers(ThreadFactory threads) {
    this.threads = threads;
  }

  static Workers platform(String prefix) {
    return (name, task) ->
        new ThreadWorkers(Thread.ofPlatform().name(prefix + name).daemon(true).factory())
            .start(name, task);
  }

  static boolean isCurrentThread() {
    return WORKER.get() != null;
  }

  @Override
  public Worker start(String name, Runnable task) {
    ThreadWorker worker = new ThreadWorker(task, threads);
    worker.thread.start();
    return worker;
  }

  /**
   * The hand-shake costs a signaller one volatile read when a signal is already pending, one atomic
   * exchange otherwise, and an unpark only when the thread is really parked.
   *
   * <p>States: BUSY (running or looking for work) → PARKED only by the thread, when no signal is
   * pending; any → SIGNALLED by signallers, or by the thread when a delay is over; SIGNALLED → BUSY
   * only by the thread.
   */
  @RealEnvironment
  private static final class ThreadWorker implements Worker {
    private static final int BUSY = 0;
    private static final int SIGNALLED = 1;
    private static final int PARKED = 2;
    private static final long NEVER = Long.MIN_VALUE;

    private final AtomicInteger state = new AtomicInteger(BUSY);
    private final Runnable task;
    private final Thread thread;
    private volatile boolean closed;

    /** When the task is to run next without a signal; {@link #NEVER} if it is not. */
    private final AtomicLong wakeNanos = new AtomicLong(NEVER);

    ThreadWorker(Runnable task, ThreadFactory threads) {
      this.task = task;
      this.thread = threads.newThread(this::loop);
    }

    private void loop() {
      WORKER.set(true);
      while (!closed) {
        if (state.compareAndSet(SIGNALLED, BUSY)) {
          task.run();
        } else if (state.get() == PARKED || state.compareAndSet(BUSY, PARKED)) {
          park();
        }
      }
    }

    private void park() {
      long wake = wakeNanos.get();
      if (wake == NEVER) {
        LockSupport.park(this);
        return;
      }
      long left = wake - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else if (wakeNanos.compareAndSet(wake, NEVER)) {
        state.set(SIGNALLED);
      }
    }

    @Override
    public void signalAfter(Duration delay) {
      long wake = System.nanoTime() + delay.toNanos();
      wakeNanos.set(wake == NEVER ? wake + 1 : wake);
      // Parked until another time, or for ever: it looks again.
      LockSupport.unpark(thread);
    }

    @Override
    public void signal() {
      if (state.get() != SIGNALLED && state.getAndSet(SIGNALLED) == PARKED) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public boolean assist() {
      return false;
    }

    @Override
    public void close() {
      closed = true;
      signal();
      boolean interrupted = false;
      while (thread.isAlive() && !Thread.currentThread().equals(thread)) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
