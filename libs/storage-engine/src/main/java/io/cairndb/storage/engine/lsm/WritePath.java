package io.cairndb.storage.engine.lsm;

import io.cairndb.env.Worker;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.wal.CommitLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts batches in order: each gets the next sequence number, goes into the active memtable and to
 * the log, which publishes it when durable. Full memtables are left to the flush worker.
 * Thread-safe.
 *
 * <p>Invariants, all under the write lock: sequence numbers ascend without gaps; a memtable holds a
 * batch as a whole, or the engine has failed; a memtable begins with a segment of the log, so that
 * both can be given up together.
 */
final class WritePath {
  private static final WriteListener NO_LISTENER =
      new WriteListener() {
        @Override
        public void onDurable(long sequence) {}

        @Override
        public void onFailure(EngineFailedException failure) {}
      };

  private final EngineContext context;
  private final StateHolder states;
  private final Lifecycle lifecycle;
  private final EngineCounters counters;
  private final CommitLog log;
  private final WriteThrottle throttle;
  private final Worker flushWorker;
  private final TimeMap times;
  private final PastReads past;

  /** The write lock: guards the order of writes and rotations. */
  private final Object mutex = new Object();

  /** Written under {@link #mutex}. */
  private volatile long lastSequence;

  WritePath(
      EngineContext context,
      CommitLog log,
      WriteThrottle throttle,
      Worker flushWorker,
      TimeMap times,
      PastReads past,
      long lastSequence) {
    this.context = context;
    this.states = context.states();
    this.lifecycle = context.lifecycle();
    this.counters = context.counters();
    this.log = log;
    this.throttle = throttle;
    this.flushWorker = flushWorker;
    this.times = times;
    this.past = past;
    this.lastSequence = lastSequence;
  }

  /** Sequence number of the newest batch. */
  long lastSequence() {
    return lastSequence;
  }

  /** Writes a batch that is known to be valid; see {@code StorageEngine.write}. */
  long write(WriteBatch batch, Durability durability, WriteListener listener) {
    throttle.delay(batch);
    try {
      return writeInTurn(batch, durability, listener);
    } catch (UncheckedIOException e) {
      context.files().damage().tell();
      throw e;
    }
  }

  private long writeInTurn(WriteBatch batch, Durability durability, WriteListener listener) {
    synchronized (mutex) {
      lifecycle.requireWritable();
      throttle.makeRoomForWrite(batch, this::rotate);
      lifecycle.requireWritable();
      past.requireUnchanged(batch.reads());
      if (batch.timestamp() != 0) {
        times.requireNotBefore(batch.timestamp());
      }
      long sequence = lastSequence + 1;
      try {
        insert(batch, sequence);
      } catch (RuntimeException | Error e) {
        // Half a batch may be in the memtable, where the next one would pass for the rest.
        throw lifecycle.fail("a write failed", e);
      }
      log.submit(batch, sequence, durability, listener);
      return sequence;
    }
  }

  private void insert(WriteBatch batch, long sequence) {
    states.peek().active().apply(batch, sequence);
    if (batch.timestamp() != 0) {
      times.add(sequence, batch.timestamp());
    }
    lastSequence = sequence;
    counters.writes.lazySet(counters.writes.get() + 1);
  }

  /** Makes the active memtable immutable and begins another; under the write lock. */
  private void rotate() {
    if (!states.peek().active().isEmpty()) {
      beginMemtable();
    }
  }

  private void beginMemtable() {
    MemTable next = context.files().newMemTable(log.rotate(), lastSequence);
    states.change(
        old -> {
          List<MemTable> immutables = new ArrayList<>();
          immutables.add(old.active());
          immutables.addAll(old.immutables());
          return new EngineState(next, immutables, old.version());
        });
    next.release();
    flushWorker.signal();
  }

  /** Rotates if the shared budget wants it; the task of a worker. */
  void rotateIfRequested() {
    try {
      synchronized (mutex) {
        if (!lifecycle.isClosed()) {
          throttle.rotateIfRequested(this::rotate);
        }
      }
    } catch (RuntimeException | Error e) {
      lifecycle.fail("a memtable could not be rotated", e);
    }
  }

  /** Has all that is written so far in tables. */
  void flush() throws IOException {
    long target;
    synchronized (mutex) {
      lifecycle.requireWritable();
      rotate();
      target = lastSequence;
    }
    context.await(() -> states.peek().isFlushed(target), flushWorker, "a flush");
  }

  /** Runs {@code change} while nobody writes and the engine stays open. */
  void exclusively(Runnable change) {
    synchronized (mutex) {
      lifecycle.requireWritable();
      change.run();
    }
  }

  /** As {@link #exclusively}; the next batch goes into another memtable and another segment. */
  void turnAfter(Runnable change) {
    synchronized (mutex) {
      lifecycle.requireWritable();
      change.run();
      beginMemtable();
    }
  }

  /** Goes on in a segment of the log begun after this call, with all before it in tables. */
  void turnLog() throws IOException {
    // The segment that follows may have been made ready before.
    for (int turn = 0; turn < 2; turn++) {
      turnAfter(() -> {});
      flush();
    }
  }

  /** Something that is done under the next sequence number, while nobody writes. */
  @FunctionalInterface
  interface NumberedChange {
    void at(long sequence) throws IOException;
  }

  /**
   * Holds writers back until all there is lies in tables and {@code change} is done, then gives its
   * number to an empty batch and waits until that is durable.
   *
   * @return the number
   */
  long numbered(NumberedChange change) throws IOException {
    long sequence;
    synchronized (mutex) {
      flush();
      awaitDurable(lastSequence);
      sequence = lastSequence + 1;
      change.at(sequence);
      try {
        submitEmpty(sequence);
      } catch (RuntimeException | Error e) {
        throw lifecycle.fail("an ingestion failed", e);
      }
    }
    awaitDurable(sequence);
    return sequence;
  }

  private void awaitDurable(long sequence) throws IOException {
    context.await(() -> log.published() >= sequence, flushWorker, "an ingestion");
  }

  /**
   * Gives the sequence numbers up to {@code newest} to empty batches: a crash may have come between
   * the edit that named ingested tables and the batch that takes their number. Waits until that is
   * durable: no compaction may use what the tables say before.
   */
  void follow(long newest) throws IOException {
    synchronized (mutex) {
      while (lastSequence < newest) {
        submitEmpty(lastSequence + 1);
      }
    }
    awaitDurable(newest);
  }

  private void submitEmpty(long sequence) {
    WriteBatch empty = new WriteBatch();
    insert(empty, sequence);
    log.submit(empty, sequence, Durability.SYNC, NO_LISTENER);
  }

  /** Closes the engine for writes; false when it was closed before. */
  boolean close() {
    synchronized (mutex) {
      return lifecycle.close();
    }
  }
}
