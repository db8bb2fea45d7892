package io.cairndb.storage.engine.lsm;

import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The sequence numbers that readers hold. Thread-safe.
 *
 * <p>Why no version goes that a pin needs: a flush or a compaction takes {@link #retained} after
 * everything it is about to drop has become durable. A pin taken before is in the list; one taken
 * later is at or above all of that, or at or above the horizon that the list had, which only grows.
 */
final class Pins {
  private final LongSupplier horizon;
  private final TreeMap<Long, Integer> counts = new TreeMap<>();

  /** {@code horizon} gives the oldest sequence number from which on all may be read. */
  Pins(LongSupplier horizon) {
    this.horizon = horizon;
  }

  /** Pins what {@code newest} gives, while no list is being taken. */
  synchronized long add(LongSupplier newest) {
    long sequence = newest.getAsLong();
    counts.merge(sequence, 1, Integer::sum);
    return sequence;
  }

  /** Pins {@code sequence} if its versions are still held; false when they may be gone. */
  synchronized boolean addIfHeld(long sequence) {
    if (!isHeld(sequence)) {
      return false;
    }
    counts.merge(sequence, 1, Integer::sum);
    return true;
  }

  synchronized void remove(long sequence) {
    counts.computeIfPresent(sequence, (number, count) -> count == 1 ? null : count - 1);
  }

  synchronized boolean isHeld(long sequence) {
    return sequence >= horizon.getAsLong() || counts.containsKey(sequence);
  }

  synchronized RetainedVersions retained() {
    long[] pins = counts.keySet().stream().mapToLong(Long::longValue).toArray();
    return new RetainedVersions(pins, horizon.getAsLong());
  }

  /** The least sequence number pinned; {@link Long#MAX_VALUE} when none is. */
  synchronized long oldest() {
    return counts.isEmpty() ? Long.MAX_VALUE : counts.firstKey();
  }

  synchronized int count() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
