package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A cursor's copy of the partition it is in, so that it asks cache and file once for each. Confined
 * to one thread.
 */
final class PartitionCopy {
  private static final int NONE = -1;

  private @Nullable BlockCursor entries;
  private int partition = NONE;

  boolean isOf(int wanted) {
    return partition == wanted;
  }

  /** To be filled with another partition, and then {@link #hold}. */
  BlockCursor toFill() {
    partition = NONE;
    BlockCursor made = entries;
    if (made == null) {
      made = new BlockCursor();
      entries = made;
    }
    return made;
  }

  void hold(int filled) {
    partition = filled;
  }

  /** Where the block lies that an entry points to. */
  Handle handle(int ordinal) {
    BlockCursor held = Objects.requireNonNull(entries);
    held.seekToRestart(ordinal);
    byte[] block = held.valueArray();
    int at = held.valueOffset();
    return new Handle(
        Block.varint(block, at), (int) Block.varint(block, Block.varintEnd(block, at)));
  }
}
