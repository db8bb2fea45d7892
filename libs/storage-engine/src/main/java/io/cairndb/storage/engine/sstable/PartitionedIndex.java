package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * An index of two levels: the upper one in memory outside the heap, with an entry for each
 * partition, and partitions that come through the cache, ahead of data blocks. Thread-safe, without
 * locks.
 *
 * <p>The slots of the data blocks that a partition lists are there while the partition or one of
 * the blocks is cached. So what an open table takes grows with its partitions and with what of it
 * is in use, not with its blocks. A block whose slots have gone between search and insertion is not
 * found again and leaves the cache in its turn.
 */
final class PartitionedIndex extends TableIndex {
  private final TableFile file;
  private final BlockCache cache;
  private final UpperIndex upper;
  private final long last;
  private final long memoryBytes;
  private final TableSlots partitions;
  private final AtomicReferenceArray<@Nullable TableSlots> blocks;

  /**
   * Enters the cache.
   *
   * @param memoryBytes that the table takes outside the heap
   */
  PartitionedIndex(TableFile file, BlockCache cache, UpperIndex upper, long memoryBytes) {
    this.file = file;
    this.cache = cache;
    this.upper = upper;
    this.memoryBytes = memoryBytes;
    int count = upper.partitions();
    this.last = place(count - 1, upper.blocks(count - 1) - 1);
    this.blocks = new AtomicReferenceArray<>(count);
    this.partitions = cache.add(count, memoryBytes, this::dropUnused);
  }

  @Override
  long last() {
    return last;
  }

  @Override
  long after(long place) {
    int partition = partition(place);
    return ordinal(place) + 1 < upper.blocks(partition) ? place + 1 : place(partition + 1, 0);
  }

  @Override
  long before(long place) {
    int partition = partition(place);
    return ordinal(place) > 0 ? place - 1 : place(partition - 1, upper.blocks(partition - 1) - 1);
  }

  @Override
  long find(byte[] key, boolean behind) throws IOException {
    int partition = upper.reaching(key, behind);
    if (partition == partitions.length()) {
      return place(partition, 0);
    }
    int ordinal = cache.reaching(partitions, partition, key, behind);
    if (ordinal == BlockCache.NOWHERE) {
      BlockReader reader = cache.readers().take();
      try {
        read(partition, reader, true);
        ordinal =
            NativeBlock.restartReaching(
                reader.memory(), reader.start(), reader.length(), key, behind);
      } finally {
        cache.readers().giveBack(reader);
      }
    }
    return place(partition, ordinal);
  }

  @Override
  Handle handle(long place) throws IOException {
    Handle cached = cache.handle(partitions, partition(place), ordinal(place));
    if (cached != null) {
      return cached;
    }
    BlockReader reader = cache.readers().take();
    try {
      read(partition(place), reader, true);
      return NativeIndex.handle(reader.memory(), reader.start(), reader.length(), ordinal(place));
    } finally {
      cache.readers().giveBack(reader);
    }
  }

  @Override
  Handle handle(long place, PartitionCopy copy, boolean fill) throws IOException {
    int partition = partition(place);
    if (!copy.isOf(partition)) {
      BlockCursor target = copy.toFill();
      if (!cache.copy(partitions, partition, target, fill)) {
        BlockReader reader = cache.readers().take();
        try {
          read(partition, reader, fill);
          target.fill(reader.memory(), reader.start(), reader.length());
          target.open();
        } finally {
          cache.readers().giveBack(reader);
        }
      }
      copy.hold(partition);
    }
    return copy.handle(ordinal(place));
  }

  private void read(int partition, BlockReader reader, boolean fill) throws IOException {
    file.readPartition(reader, upper, partition);
    if (fill) {
      cache.insertAhead(partitions, partition, reader.memory(), reader.start(), reader.length());
    }
  }

  @Override
  @Nullable TableSlots slots(long place) {
    return blocks.get(partition(place));
  }

  @Override
  TableSlots slotsToFill(long place) {
    int partition = partition(place);
    TableSlots slots = blocks.get(partition);
    while (slots == null) {
      TableSlots made = cache.addSlots(upper.blocks(partition), ordinal -> dropUnused(partition));
      if (blocks.compareAndSet(partition, null, made)) {
        return made;
      }
      cache.removeSlots(made);
      slots = blocks.get(partition);
    }
    return slots;
  }

  /** To be called whenever a partition or one of its blocks has left the cache. */
  private void dropUnused(int partition) {
    TableSlots slots = blocks.get(partition);
    if (slots != null
        && !Slot.isCached(partitions.get(partition))
        && slots.isEmpty()
        && blocks.compareAndSet(partition, slots, null)) {
      cache.removeSlots(slots);
    }
  }

  /** Partitions whose blocks have slots: what memory on the heap grows with. */
  int partitionsInUse() {
    int count = 0;
    for (int i = 0; i < blocks.length(); i++) {
      count += blocks.get(i) == null ? 0 : 1;
    }
    return count;
  }

  @Override
  void close() {
    for (int i = 0; i < blocks.length(); i++) {
      TableSlots slots = blocks.getAndSet(i, null);
      if (slots != null) {
        cache.removeSlots(slots);
      }
    }
    cache.remove(partitions, memoryBytes);
  }
}
