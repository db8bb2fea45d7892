package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.memory.NativeBytes;
import java.lang.foreign.MemorySegment;

/**
 * Tells whether a block that its checksum vouches for is an index: every entry a restart point, in
 * the order of their separators, and what they point to one behind the other in the file. An index
 * of other bytes would lead past keys, which then read as absent. Pure functions.
 */
final class IndexCheck {
  private IndexCheck() {}

  /** Bytes of a file from {@code start} up to {@code end}. */
  record Extent(long start, long end) {}

  /**
   * Returns what all that the index points to takes in the file.
   *
   * @throws IllegalArgumentException when the block is no index
   */
  static Extent extent(MemorySegment memory, long start, int length) {
    if (!NativeBlock.isWellFormed(memory, start, length)) {
      throw new IllegalArgumentException("no block of entries");
    }
    try {
      return new Walk(memory, start, length).toEnd();
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("an entry reaches beyond the index", e);
    }
  }

  /** From entry to entry. Confined to one thread. */
  private static final class Walk {
    private final MemorySegment memory;
    private final long start;
    private final int length;
    private long separator;
    private int separatorLength;
    private long offset;
    private long end;

    Walk(MemorySegment memory, long start, int length) {
      this.memory = memory;
      this.start = start;
      this.length = length;
    }

    Extent toEnd() {
      int count = NativeBlock.restartCount(memory, start, length);
      long first = 0;
      for (int i = 0; i < count; i++) {
        int entriesEnd = NativeBlock.entriesEnd(memory, start, length);
        int next = i + 1 < count ? NativeBlock.restart(memory, start, length, i + 1) : entriesEnd;
        pass(i, start + NativeBlock.restart(memory, start, length, i), start + next);
        first = i == 0 ? offset : first;
      }
      return new Extent(first, end);
    }

    private void pass(int ordinal, long from, long limit) {
      final long shared = NativeBytes.varint(memory, from);
      long at = NativeBytes.varintEnd(memory, from);
      final long suffix = NativeBytes.varint(memory, at);
      at = NativeBytes.varintEnd(memory, at);
      final long mark = NativeBytes.varint(memory, at);
      at = NativeBytes.varintEnd(memory, NativeBytes.varintEnd(memory, at));
      require(shared == 0 && suffix >= 0 && mark > 0 && suffix <= limit - at, "a key", ordinal);
      require(mark - 1 == limit - at - suffix, "a value", ordinal);
      requireAscending(ordinal, at, (int) suffix);
      follow(ordinal, at + suffix, limit);
    }

    private void requireAscending(int ordinal, long at, int count) {
      boolean ascends =
          ordinal == 0
              || NativeBytes.compare(memory, separator, separatorLength, memory, at, count) <= 0;
      require(ascends, "the order", ordinal);
      separator = at;
      separatorLength = count;
    }

    private void follow(int ordinal, long at, long limit) {
      offset = NativeBytes.varint(memory, at);
      long storedAt = NativeBytes.varintEnd(memory, at);
      long stored = NativeBytes.varint(memory, storedAt);
      require(NativeBytes.varintEnd(memory, storedAt) <= limit, "a value", ordinal);
      boolean follows = ordinal == 0 ? offset >= 0 : offset == end;
      require(
          follows
              && stored >= SstableFormat.TRAILER_BYTES
              && stored <= Integer.MAX_VALUE
              && offset <= Long.MAX_VALUE - stored,
          "the place",
          ordinal);
      end = offset + stored;
    }

    private static void require(boolean right, String what, int ordinal) {
      if (!right) {
        throw new IllegalArgumentException(what + " of entry " + ordinal + " is wrong");
      }
    }
  }
}
