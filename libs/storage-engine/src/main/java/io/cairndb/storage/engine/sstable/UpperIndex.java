package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.sstable.IndexCheck.Extent;
import io.cairndb.storage.engine.sstable.SstableFormat.Footer;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.lang.foreign.MemorySegment;

/**
 * The upper level of an index in partitions, in memory outside the heap, checked when it is made.
 * Immutable.
 */
final class UpperIndex {
  private final MemorySegment memory;
  private final int length;
  private final int partitions;
  private final Extent data;

  /**
   * Takes the upper level of a table.
   *
   * @param memory that outlives this
   * @throws IllegalArgumentException when it is not the one that the footer means
   */
  UpperIndex(MemorySegment memory, Footer footer) {
    this.memory = memory;
    this.length = (int) memory.byteSize();
    this.data = footer.data();
    Extent listed = IndexCheck.extent(memory, 0, length);
    this.partitions = NativeBlock.restartCount(memory, 0, length);
    Handle filter = footer.blocks().filter();
    Extent expected =
        new Extent(filter.offset() + filter.stored(), footer.blocks().index().offset());
    if (partitions != footer.partitions() || !listed.equals(expected)) {
      throw new IllegalArgumentException(
          "%d partitions, not %d, or not all from byte %d to %d"
              .formatted(partitions, footer.partitions(), expected.start(), expected.end()));
    }
    for (int i = 0; i < partitions; i++) {
      requireBlocks(i);
    }
  }

  private void requireBlocks(int partition) {
    long count = NativeIndex.blocks(memory, 0, length, partition);
    if (count < 1 || count > handle(partition).stored() / Integer.BYTES) {
      throw new IllegalArgumentException(
          "partition " + partition + " is said to list " + count + " blocks");
    }
  }

  /** How many there are, at least one. */
  int partitions() {
    return partitions;
  }

  /** How many data blocks a partition lists, at least one. */
  int blocks(int partition) {
    return (int) NativeIndex.blocks(memory, 0, length, partition);
  }

  /** Where a partition lies. */
  Handle handle(int partition) {
    return NativeIndex.handle(memory, 0, length, partition);
  }

  /** The separator of a partition's last entry. */
  byte[] separator(int partition) {
    return NativeIndex.separator(memory, 0, length, partition);
  }

  /** As {@link NativeBlock#restartReaching}. */
  int reaching(byte[] key, boolean behind) {
    return NativeBlock.restartReaching(memory, 0, length, key, behind);
  }

  /**
   * Returns what the blocks listed in a partition take in the file.
   *
   * @throws IllegalArgumentException when it is not the one that is meant
   */
  Extent requireListed(int partition, MemorySegment block, long start, int bytes) {
    Extent listed = IndexCheck.extent(block, start, bytes);
    int count = NativeBlock.restartCount(block, start, bytes);
    boolean begins =
        partition == 0
            ? listed.start() == data.start()
            : listed.start() > data.start()
                && NativeBlock.compareAtRestart(block, start, separator(partition - 1)) >= 0;
    boolean ends =
        partition == partitions - 1 ? listed.end() == data.end() : listed.end() < data.end();
    if (!begins
        || !ends
        || count != blocks(partition)
        || NativeBlock.compareAtRestart(
                block,
                start + NativeBlock.restart(block, start, bytes, count - 1),
                separator(partition))
            != 0) {
      throw new IllegalArgumentException("a partition of another index");
    }
    return listed;
  }
}
