package io.cairndb.index.core;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Lets a bounded number of feeds work at a time; the others wait in line. Thread-safe. */
final class Turnstile {
  private final Executor executor;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int free;

  Turnstile(int places, Executor executor) {
    this.free = places;
    this.executor = executor;
  }

  /** Runs {@code turn} on the executor when there is a place; it ends with {@link #leave}. */
  void enter(Runnable turn) {
    synchronized (this) {
      if (free == 0) {
        waiting.add(turn);
        return;
      }
      free--;
    }
    executor.execute(turn);
  }

  /** Hands the place to the next in line. */
  void leave() {
    Runnable next;
    synchronized (this) {
      next = waiting.poll();
      if (next == null) {
        free++;
        return;
      }
    }
    executor.execute(next);
  }

  /** Feeds in line, for meters. */
  synchronized int waiting() {
    return waiting.size();
  }
}
