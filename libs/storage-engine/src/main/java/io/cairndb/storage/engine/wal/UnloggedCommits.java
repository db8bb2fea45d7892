package io.cairndb.storage.engine.wal;

import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** No log: a write counts as durable when it is in the memtable. Listeners run on the writer. */
public final class UnloggedCommits implements CommitLog {
  private final Owner owner;
  private final LongSupplier numbers;
  private volatile long published;
  private volatile @Nullable EngineFailedException failure;

  /** Starts behind {@code lastSequence}; memtables are numbered by {@code numbers}. */
  public UnloggedCommits(Owner owner, long lastSequence, LongSupplier numbers) {
    this.owner = owner;
    this.numbers = numbers;
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
  public long rotate() {
    return numbers.getAsLong();
  }

  @Override
  public boolean keep(long number) {
    return false;
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
  public long segments() {
    return 0;
  }

  @Override
  public long segmentsReused() {
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
