package io.cairndb.storage.engine.sstable;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Where in the cache the blocks of one table are: a {@link Slot} for each. Thread-safe. Readers
 * only count uses; whether and where a block is cached changes under the lock of its shard.
 */
final class TableSlots {
  private final int id;
  private final AtomicLongArray slots;

  TableSlots(int id, int blocks) {
    this.id = id;
    this.slots = new AtomicLongArray(blocks);
  }

  int id() {
    return id;
  }

  int length() {
    return slots.length();
  }

  long get(int ordinal) {
    return slots.get(ordinal);
  }

  void set(int ordinal, long slot) {
    slots.set(ordinal, slot);
  }

  /** Counts a use of the block as it was seen; one that has moved meanwhile stays uncounted. */
  void use(int ordinal, long seen) {
    int uses = Slot.uses(seen);
    if (uses < Slot.USES_MAX) {
      slots.compareAndSet(ordinal, seen, Slot.withUses(seen, uses + 1));
    }
  }

  /** The slot of a block at {@code place}, or 0 when the block is elsewhere. */
  long at(int ordinal, long place) {
    long slot = ordinal < slots.length() ? slots.get(ordinal) : 0;
    return Slot.isSamePlace(slot, place) ? slot : 0;
  }
}
