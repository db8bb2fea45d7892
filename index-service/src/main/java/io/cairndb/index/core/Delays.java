package io.cairndb.index.core;

import java.time.Duration;

/** Runs actions later. Thread-safe; the action must be short, and may never run after a stop. */
@FunctionalInterface
public interface Delays {

  void after(Duration delay, Runnable action);
}
