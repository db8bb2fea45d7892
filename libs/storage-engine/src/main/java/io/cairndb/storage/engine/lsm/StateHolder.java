package io.cairndb.storage.engine.lsm;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/**
 * The current {@link EngineState}. Thread-safe: readers take references without locks, changes are
 * serialised. States whose last reference is gone wait in a queue for {@link #collect}, so that no
 * reader ever closes or deletes a file.
 */
final class StateHolder {
  private final Object mutex = new Object();
  private final ConcurrentLinkedQueue<EngineState> garbage = new ConcurrentLinkedQueue<>();
  private volatile EngineState current;

  StateHolder(EngineState first) {
    current = first;
  }

  /** The current state without a reference: for figures, not for reading tables. */
  EngineState peek() {
    return current;
  }

  /**
   * The current state, with a reference.
   *
   * @throws IllegalStateException when the engine has given up its own, at its close
   */
  EngineState acquire() {
    while (true) {
      EngineState state = current;
      if (state.tryRetain()) {
        return state;
      }
      // A state is replaced before it is released: one that is still current was the last.
      if (current.equals(state)) {
        throw new IllegalStateException("the engine is closed");
      }
    }
  }

  /** Returns whether there is something to {@link #collect}. */
  boolean release(EngineState state) {
    if (state.release()) {
      garbage.add(state);
      return true;
    }
    return false;
  }

  /** Replaces the current state by what {@code change} makes of it. */
  void change(UnaryOperator<EngineState> change) {
    synchronized (mutex) {
      EngineState old = current;
      current = change.apply(old);
      release(old);
    }
  }

  /** Releases the tables of dead states. */
  void collect() {
    EngineState state = garbage.poll();
    while (state != null) {
      state.releaseTables();
      state = garbage.poll();
    }
  }
}
