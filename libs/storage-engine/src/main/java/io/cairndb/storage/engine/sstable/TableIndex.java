package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells which data block of a table may hold a key, where that lies in the file, and where in the
 * cache. Thread-safe.
 *
 * <p>A block's <i>place</i> is a number that grows with its keys: in the upper half the partition
 * of the index that lists it, in the lower its ordinal there. An index that is not cut counts as
 * one partition.
 */
abstract sealed class TableIndex permits WholeIndex, PartitionedIndex {
  /** The least place; that of the first block. */
  static final long FIRST = 0;

  static long place(int partition, int ordinal) {
    return (long) partition << Integer.SIZE | ordinal;
  }

  static int partition(long place) {
    return (int) (place >>> Integer.SIZE);
  }

  static int ordinal(long place) {
    return (int) place;
  }

  /** Place of the last block. */
  abstract long last();

  /** The place that follows; behind the last block one above {@link #last}. */
  abstract long after(long place);

  /** The place before, which must not be {@link #FIRST}. */
  abstract long before(long place);

  /**
   * The first block whose separator is not below {@code key}, or above it when {@code behind}; a
   * place above {@link #last} when there is none.
   */
  abstract long find(byte[] key, boolean behind) throws IOException;

  /** Where the block lies. */
  abstract Handle handle(long place) throws IOException;

  /**
   * As {@link #handle(long)}, for a cursor, which asks for one place after another.
   *
   * @param copy the cursor's own
   * @param fill whether a partition that must be read enters the cache
   */
  abstract Handle handle(long place, PartitionCopy copy, boolean fill) throws IOException;

  /** The slots among which that of the block is; null when it cannot be cached. */
  abstract @Nullable TableSlots slots(long place);

  /** As {@link #slots}, of a block that is about to enter the cache. */
  abstract TableSlots slotsToFill(long place);

  /** Leaves the cache; nothing may be read any more. */
  abstract void close();
}
