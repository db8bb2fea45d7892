package io.cairndb.storage.engine.wal;

import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the log's worker, in order, until the log fails. Thread-safe; {@link #take} is the
 * worker's alone. Nothing is done under its lock but to add and to take.
 */
final class CommitQueue {
  enum Kind {
    WRITE,
    BARRIER,
    ROTATE,
    CLOSE
  }

  /** One thing to do; {@code number} is a sequence number, or the segment to go to. */
  record Commit(
      Kind kind,
      @Nullable WriteBatch batch,
      long number,
      boolean sync,
      @Nullable WriteListener listener) {}

  private final Object mutex = new Object();

  /** Guarded by {@link #mutex}; the worker has another, and they change places. */
  private List<Commit> filling = new ArrayList<>();

  /** Guarded by {@link #mutex}: what was taken is being settled. */
  private boolean busy;

  /** Guarded by {@link #mutex} for writing. */
  private volatile @Nullable EngineFailedException failure;

  /** The first failure; null while there is none. */
  @Nullable EngineFailedException failure() {
    return failure;
  }

  /** Adds one; throws when the log has failed. */
  void add(Commit commit) {
    synchronized (mutex) {
      EngineFailedException failed = failure;
      if (failed != null) {
        throw failed.again();
      }
      filling.add(commit);
    }
  }

  /** Adds a barrier; false when there is nothing it could wait for, or the log has failed. */
  boolean addBarrier(WriteListener listener) {
    synchronized (mutex) {
      boolean waits = failure == null && (busy || !filling.isEmpty());
      if (waits) {
        filling.add(new Commit(Kind.BARRIER, null, 0, false, listener));
      }
      return waits;
    }
  }

  /** Adds what ends the log, and {@code last} behind it; false when the log has failed. */
  boolean addClose(WriteListener last) {
    synchronized (mutex) {
      if (failure != null) {
        return false;
      }
      filling.add(new Commit(Kind.CLOSE, null, 0, true, null));
      filling.add(new Commit(Kind.BARRIER, null, 0, false, last));
      return true;
    }
  }

  /**
   * Takes everything that has gathered.
   *
   * @param settled what was taken before, emptied: it is filled next
   * @return what has gathered; {@code settled} when nothing has, or the log has failed
   */
  List<Commit> take(List<Commit> settled) {
    synchronized (mutex) {
      busy = !filling.isEmpty() && failure == null;
      if (!busy) {
        return settled;
      }
      List<Commit> full = filling;
      filling = settled;
      return full;
    }
  }

  /**
   * Takes nothing more.
   *
   * @return what was waiting and not taken; nothing when the log had failed before
   */
  List<Commit> fail(EngineFailedException cause) {
    synchronized (mutex) {
      if (failure != null) {
        return List.of();
      }
      failure = cause;
      List<Commit> waiting = List.copyOf(filling);
      filling.clear();
      busy = false;
      return waiting;
    }
  }
}
