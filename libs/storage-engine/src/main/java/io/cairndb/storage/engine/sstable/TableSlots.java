package io.cairndb.storage.engine.sstable;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.IntConsumer;

/**
 * Where in the cache the blocks of one table are, or some of them: a {@link Slot} for each.
 * Thread-safe. Readers only count uses; whether and where a block is cached changes under the lock
 * of its shard.
 */
final class TableSlots {
  private final int id;
  private final AtomicLongArray slots;
  private final IntConsumer leaving;

  /** {@code leaving} hears of each block that has left the cache, within the shard's lock. */
  TableSlots(int id, int blocks, IntConsumer leaving) {
    this.id = id;
    this.slots = new AtomicLongArray(blocks);
    this.leaving = leaving;
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

  /** As {@link #set}, when the block has left the cache. */
  void leave(int ordinal, long slot) {
    slots.set(ordinal, slot);
    leaving.accept(ordinal);
  }

  /** Whether none of the blocks is cached. */
  boolean isEmpty() {
    for (int i = 0; i < slots.length(); i++) {
      if (Slot.isCached(slots.get(i))) {
        return false;
      }
    }
    return true;
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
