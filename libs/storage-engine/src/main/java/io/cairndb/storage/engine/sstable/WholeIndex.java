package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.lang.foreign.MemorySegment;

/** An index in memory outside the heap, with a slot for each block of the table. Thread-safe. */
final class WholeIndex extends TableIndex {
  private final BlockCache cache;
  private final MemorySegment index;
  private final int length;
  private final TableSlots slots;
  private final long memoryBytes;

  /**
   * Enters the cache.
   *
   * @param index well-formed, in memory that outlives this
   * @param memoryBytes that the table takes outside the heap
   */
  WholeIndex(BlockCache cache, MemorySegment index, long memoryBytes) {
    this.cache = cache;
    this.index = index;
    this.length = (int) index.byteSize();
    this.memoryBytes = memoryBytes;
    this.slots = cache.add(NativeBlock.restartCount(index, 0, length), memoryBytes);
  }

  @Override
  long last() {
    return slots.length() - 1L;
  }

  @Override
  long after(long place) {
    return place + 1;
  }

  @Override
  long before(long place) {
    return place - 1;
  }

  @Override
  long find(byte[] key, boolean behind) {
    return NativeBlock.restartReaching(index, 0, length, key, behind);
  }

  @Override
  Handle handle(long place) {
    return NativeIndex.handle(index, 0, length, ordinal(place));
  }

  @Override
  Handle handle(long place, PartitionCopy copy, boolean fill) {
    return handle(place);
  }

  @Override
  TableSlots slots(long place) {
    return slots;
  }

  @Override
  TableSlots slotsToFill(long place) {
    return slots;
  }

  @Override
  void close() {
    cache.remove(slots, memoryBytes);
  }
}
