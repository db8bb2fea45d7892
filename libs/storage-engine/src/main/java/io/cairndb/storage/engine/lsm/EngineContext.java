package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Worker;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/** What every part of one engine shares. Thread-safe. */
record EngineContext(
    EngineFiles files,
    StateHolder states,
    Lifecycle lifecycle,
    Gate gate,
    EngineCounters counters) {

  /**
   * Waits until {@code done} holds, which it never ceases to do.
   *
   * @param worker makes progress towards it
   * @param what is waited for, as in "closed during a flush"
   * @throws io.cairndb.storage.engine.EngineFailedException when the engine fails first
   * @throws InterruptedIOException when it is closed first
   */
  void await(BooleanSupplier done, Worker worker, String what) throws IOException {
    gate.await(() -> done.getAsBoolean() || lifecycle.isOver(), worker);
    if (!done.getAsBoolean()) {
      lifecycle.requireWritable();
      throw new InterruptedIOException("the engine was closed during " + what);
    }
  }
}
