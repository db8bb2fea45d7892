package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.Pin;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.VersionsGoneException;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteConflictException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/** Reads at earlier sequence numbers, and writes that depend on them. Thread-safe. */
final class PastReads {
  private final Views views;
  private final Versions versions;
  private final LongSupplier durable;

  /** {@code durable} gives the newest sequence number that is durable. */
  PastReads(Views views, Versions versions, LongSupplier durable) {
    this.views = views;
    this.versions = versions;
    this.durable = durable;
  }

  ReadView at(long sequence) {
    requireDurable(sequence);
    EngineState state = views.acquire();
    if (!versions.pins().isHeld(sequence)) {
      views.release(state);
      throw gone(sequence);
    }
    return new LsmView(views, state, sequence);
  }

  private VersionsGoneException gone(long sequence) {
    return new VersionsGoneException(sequence, versions.horizon());
  }

  private void requireDurable(long sequence) {
    long newest = durable.getAsLong();
    if (sequence < 0 || sequence > newest) {
      throw new IllegalArgumentException(
          "no durable write has sequence number " + sequence + "; the newest is " + newest);
    }
  }

  Pin pin() {
    return new Held(versions.pins().add(durable));
  }

  Pin pin(long sequence) {
    requireDurable(sequence);
    if (!versions.pins().addIfHeld(sequence)) {
      throw gone(sequence);
    }
    return new Held(sequence);
  }

  private final class Held implements Pin {
    private final long sequence;
    private final AtomicBoolean released = new AtomicBoolean();

    Held(long sequence) {
      this.sequence = sequence;
    }

    @Override
    public long sequence() {
      return sequence;
    }

    @Override
    public ReadView view() {
      if (released.get()) {
        throw new IllegalStateException("the pin is closed");
      }
      return at(sequence);
    }

    @Override
    public void close() {
      if (released.compareAndSet(false, true)) {
        versions.pins().remove(sequence);
      }
    }
  }

  /** Throws when one of the keys was written since it was read; under the write lock. */
  void requireUnchanged(List<WriteBatch.Read> reads) {
    if (reads.isEmpty()) {
      return;
    }
    EngineState state = views.acquire();
    try {
      for (WriteBatch.Read read : reads) {
        requireUnchanged(read, state);
      }
    } catch (IOException e) {
      throw views.note(e);
    } finally {
      views.release(state);
    }
  }

  private void requireUnchanged(WriteBatch.Read read, EngineState state) throws IOException {
    if (!versions.pins().isHeld(read.sequence())) {
      throw gone(read.sequence());
    }
    PointLookup.Version found =
        new PointLookup(state, read.tree().id(), Long.MAX_VALUE).find(read.key());
    if (found != null && found.sequence() > read.sequence()) {
      throw new WriteConflictException(read, found.sequence());
    }
  }
}
