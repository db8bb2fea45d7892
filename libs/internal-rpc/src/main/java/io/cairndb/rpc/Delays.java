package io.cairndb.rpc;

import java.time.Duration;

/** Runs actions later. Thread-safe; the action must be short, and never runs after a stop. */
@FunctionalInterface
public interface Delays {

  void after(Duration delay, Runnable action);
}
