package io.cairndb.env;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workers without threads: a signalled task runs when {@link #runPending} is called, or at once
 * while {@link #setEager eager}. One that asked to run after a delay does so when {@link
 * #runPending} is called and the clock says that the time has come; without a clock it never comes.
 * Confined to one thread, so a run is a function of its inputs.
 */
public final class SimulatedWorkers implements Workers {
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private final @Nullable Clock clock;
  private boolean eager;

  /** Workers for which no time passes. */
  public SimulatedWorkers(boolean eager) {
    this(eager, null);
  }

  /** Workers to which {@code clock} tells how much time has passed. */
  public SimulatedWorkers(boolean eager, @Nullable Clock clock) {
    this.eager = eager;
    this.clock = clock;
  }

  /** Whether signalled tasks run inside {@link Worker#signal}. */
  public void setEager(boolean eager) {
    this.eager = eager;
  }

  @Override
  public Worker start(String name, Runnable task) {
    SimulatedWorker worker = new SimulatedWorker(task);
    workers.add(worker);
    return worker;
  }

  /**
   * Runs tasks that are signalled or whose time has come, in the order their workers were started,
   * until there is none.
   */
  public void runPending() {
    boolean ran = true;
    while (ran) {
      ran = false;
      for (SimulatedWorker worker : List.copyOf(workers)) {
        worker.signalIfTime();
        ran |= worker.runIfSignalled();
      }
    }
  }

  private final class SimulatedWorker implements Worker {
    private final Runnable task;
    private boolean signalled;
    private boolean running;
    private @Nullable Long wakeNanos;

    SimulatedWorker(Runnable task) {
      this.task = task;
    }

    @Override
    public void signal() {
      signalled = true;
      if (eager) {
        runIfSignalled();
      }
    }

    @Override
    public void signalAfter(Duration delay) {
      wakeNanos = clock == null ? null : Long.valueOf(clock.nanoTime() + delay.toNanos());
    }

    void signalIfTime() {
      Long wake = wakeNanos;
      if (wake != null && clock != null && clock.nanoTime() - wake >= 0) {
        wakeNanos = null;
        signalled = true;
      }
    }

    boolean runIfSignalled() {
      if (running || !signalled) {
        return false;
      }
      running = true;
      try {
        while (signalled) {
          signalled = false;
          task.run();
        }
      } finally {
        running = false;
      }
      return true;
    }

    @Override
    public boolean assist() {
      runPending();
      return true;
    }

    @Override
    public void close() {
      workers.remove(this);
      signalled = false;
      wakeNanos = null;
    }
  }
}
