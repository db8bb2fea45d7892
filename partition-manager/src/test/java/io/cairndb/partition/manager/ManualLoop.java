package io.cairndb.partition.manager;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A loop that runs when told to, in the calling thread; delays pass when told to. */
public final class ManualLoop implements ControlLoop {
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<Runnable> later = new ArrayList<>();

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean offer(Runnable task) {
    return tasks.add(task);
  }

  @Override
  public void schedule(Runnable task, Duration delay) {
    later.add(task);
  }

  /** Runs until nothing is left but what waits for time to pass. */
  public void run() {
    for (int i = 0; !tasks.isEmpty(); i++) {
      if (i > 100_000) {
        throw new AssertionError("the loop never comes to rest");
      }
      try {
        tasks.remove().run();
      } catch (RuntimeException expected) {
        // As an executor would: the task is over, the loop goes on.
        continue;
      }
    }
  }

  /** Lets every delay pass, then runs. */
  public void passTime() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    tasks.addAll(due);
    run();
  }
}
