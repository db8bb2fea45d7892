package io.cairndb.storage.engine.wal;

import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import org.jspecify.annotations.Nullable;

/** No log: a write counts as durable when it is in the memtable. Listeners run on the writer. */
public final class UnloggedCommits implements CommitLog {
  private final Owner owner;
  private volatile long published;
  private volatile @Nullable EngineFailedException failure;

  public UnloggedCommits(Owner owner, long lastSequence) {
    this.owner = owner;
    this.published = lastSequence;
  }

  @Override
  public void submit(
      WriteBatch batch, long sequence, Durability durability, WriteListener listener) {
    EngineFailedException failed = failure;
    if (failed != null) {
      throw failed.again();
    }
    published = sequence;
    owner.published(sequence);
    listener.onDurable(sequence);
  }

  @Override
  public void rotate(long number) {
    // There are no segments.
  }

  @Override
  public void whenSettled(WriteListener listener) {
    EngineFailedException failed = failure;
    if (failed != null) {
      listener.onFailure(failed);
    } else {
      listener.onDurable(published);
    }
  }

  @Override
  public long published() {
    return published;
  }

  @Override
  public long pendingBytes() {
    return 0;
  }

  @Override
  public long syncs() {
    return 0;
  }

  @Override
  public long segmentBytes() {
    return 0;
  }

  @Override
  public void fail(EngineFailedException cause) {
    failure = cause;
  }

  @Override
  public void close() {
    // Nothing is waiting.
  }
}
