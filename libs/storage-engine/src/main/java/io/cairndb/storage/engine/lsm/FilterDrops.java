package io.cairndb.storage.engine.lsm;

import java.util.concurrent.atomic.AtomicLong;

/** What a tree's filter drops in one merge. Thread-safe: slices share it. */
final class FilterDrops {
  private final boolean allowed;
  private final AtomicLong entries = new AtomicLong();
  private final AtomicLong oldest = new AtomicLong(Long.MAX_VALUE);

  /** With {@code allowed} the filter is asked. */
  FilterDrops(boolean allowed) {
    this.allowed = allowed;
  }

  boolean isAllowed() {
    return allowed;
  }

  /** Notes that what was written at {@code sequence} has been dropped. */
  void add(long sequence) {
    entries.incrementAndGet();
    oldest.accumulateAndGet(sequence, Math::min);
  }

  long entries() {
    return entries.get();
  }

  /** The least sequence number dropped; {@link Long#MAX_VALUE} when nothing was. */
  long oldest() {
    return oldest.get();
  }
}
