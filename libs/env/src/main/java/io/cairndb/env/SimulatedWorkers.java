package io.cairndb.env;

import java.util.ArrayList;
import java.util.List;

/**
 * Workers without threads: a signalled task runs when {@link #runPending} is called, or at once
 * while {@link #setEager eager}. Confined to one thread, so a run is a function of its inputs.
 */
public final class SimulatedWorkers implements Workers {
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private boolean eager;

  public SimulatedWorkers(boolean eager) {
    this.eager = eager;
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

  /** Runs signalled tasks, in the order their workers were started, until none is signalled. */
  public void runPending() {
    boolean ran = true;
    while (ran) {
      ran = false;
      for (SimulatedWorker worker : List.copyOf(workers)) {
        ran |= worker.runIfSignalled();
      }
    }
  }

  private final class SimulatedWorker implements Worker {
    private final Runnable task;
    private boolean signalled;
    private boolean running;

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
    }
  }
}
