package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Worker;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.EngineEvent.Finder;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.wal.CommitLog;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Gives out views of an engine's state and takes their references back. Thread-safe; takes no lock.
 */
final class Views {
  private final EngineFiles files;
  private final StateHolder states;
  private final Lifecycle lifecycle;
  private final CommitLog log;
  private final Worker flushWorker;

  /** {@code flushWorker} frees what the last view of a state held. */
  Views(EngineContext context, CommitLog log, Worker flushWorker) {
    this.files = context.files();
    this.states = context.states();
    this.lifecycle = context.lifecycle();
    this.log = log;
    this.flushWorker = flushWorker;
  }

  /** A view that includes writes not yet durable. */
  ReadView latest() {
    lifecycle.requireOpen();
    EngineState state = states.acquire();
    // Not the engine's newest: other writers may have gone on in a memtable this state lacks.
    return new LsmView(this, state, state.active().lastSequence());
  }

  /**
   * A view of the durable state. The state is taken before the sequence number: what tables of the
   * state hold was durable by then. A memtable rotated in between is the end of what the view sees.
   */
  ReadView snapshot() {
    lifecycle.requireOpen();
    EngineState state = states.acquire();
    long durable = log.published();
    return new LsmView(this, state, Math.min(durable, state.active().lastSequence()));
  }

  /** The current state, with a reference that {@link #release} takes back. */
  EngineState acquire() {
    return states.acquire();
  }

  /** Gives a reference back. Files that nobody reads any more are deleted by a worker. */
  void release(EngineState state) {
    if (states.release(state)) {
      if (lifecycle.isClosed()) {
        states.collect();
      } else {
        flushWorker.signal();
      }
    }
  }

  /** Notes and tells of damage that a reader met, who holds no lock, and says what to throw. */
  UncheckedIOException unreadable(IOException cause) {
    UncheckedIOException unreadable = note(cause);
    files.damage().tell();
    return unreadable;
  }

  /** As {@link #unreadable}, but leaves telling to whoever holds no lock. */
  UncheckedIOException note(IOException cause) {
    if (cause instanceof CorruptionException met) {
      boolean unused = files.damage().found(met, Finder.READ, states.peek().version());
    }
    return new UncheckedIOException(cause);
  }
}
