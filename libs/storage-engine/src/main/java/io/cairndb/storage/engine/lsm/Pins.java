package io.cairndb.storage.engine.lsm;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.LongSupplier;

/**
 * The sequence numbers that readers hold. Thread-safe.
 *
 * <p>Why no version goes that a pin needs: a flush or a compaction takes {@link #retained} after
 * everything it is about to drop has become durable. A pin taken before is in the list; one taken
 * later is at or above all of that, or at or above the horizon that the list had, which only grows.
 *
 * <p>What a filter drops, or goes by its age, is the newest version: a pin taken after the list
 * holds it too. So it goes only by {@link #dropUnlessHeld}.
 */
final class Pins {
  private final LongSupplier horizon;

  /** Shared by those who take a pin; exclusive while there must be no new one. */
  private final ReadWriteLock taking = new ReentrantReadWriteLock();

  private final TreeMap<Long, Integer> counts = new TreeMap<>();

  /** {@code horizon} gives the oldest sequence number from which on all may be read. */
  Pins(LongSupplier horizon) {
    this.horizon = horizon;
  }

  /** Pins what {@code newest} gives, while no list is being taken. May wait for I/O. */
  long add(LongSupplier newest) {
    taking.readLock().lock();
    try {
      synchronized (this) {
        long sequence = newest.getAsLong();
        counts.merge(sequence, 1, Integer::sum);
        return sequence;
      }
    } finally {
      taking.readLock().unlock();
    }
  }

  /** Pins {@code sequence} if its versions are still held; false when they may be gone. */
  boolean addIfHeld(long sequence) {
    taking.readLock().lock();
    try {
      synchronized (this) {
        if (!isHeld(sequence)) {
          return false;
        }
        counts.merge(sequence, 1, Integer::sum);
        return true;
      }
    } finally {
      taking.readLock().unlock();
    }
  }

  /** Puts in force that something is gone. */
  @FunctionalInterface
  interface Drop {
    void run() throws IOException;
  }

  /**
   * Runs {@code drop} unless a pin holds some of what goes, which was written at {@code oldest} and
   * later; nobody takes a pin meanwhile. What is gone for reasons that hold for every pin has no
   * oldest: {@link Long#MAX_VALUE}. Returns the least pin that holds some of it; none when it ran.
   */
  OptionalLong dropUnlessHeld(long oldest, Drop drop) throws IOException {
    if (oldest == Long.MAX_VALUE) {
      drop.run();
      return OptionalLong.empty();
    }
    taking.writeLock().lock();
    try {
      OptionalLong holder = leastFrom(oldest);
      if (holder.isEmpty()) {
        drop.run();
      }
      return holder;
    } finally {
      taking.writeLock().unlock();
    }
  }

  private synchronized OptionalLong leastFrom(long sequence) {
    Long pin = counts.ceilingKey(sequence);
    return pin == null ? OptionalLong.empty() : OptionalLong.of(pin);
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
