package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.memory.NativeBytes;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.lang.foreign.MemorySegment;

/**
 * Reads entries of an index, or of a partition of one, where it lies outside the heap. Pure
 * functions, which end on any bytes whatever as those of {@link NativeBlock} do.
 */
final class NativeIndex {
  private NativeIndex() {}

  /** The block that an entry points to. */
  static Handle handle(MemorySegment memory, long start, int length, int ordinal) {
    long at = value(memory, start, length, ordinal);
    long offset = NativeBytes.varint(memory, at);
    int stored = (int) NativeBytes.varint(memory, NativeBytes.varintEnd(memory, at));
    return new Handle(offset, stored);
  }

  /** Of an entry that points to a partition: how many data blocks that lists. */
  static long blocks(MemorySegment memory, long start, int length, int ordinal) {
    long at = value(memory, start, length, ordinal);
    at = NativeBytes.varintEnd(memory, NativeBytes.varintEnd(memory, at));
    return NativeBytes.varint(memory, at);
  }

  private static long value(MemorySegment memory, long start, int length, int ordinal) {
    long entry = start + NativeBlock.restart(memory, start, length, ordinal);
    long at = NativeBytes.varintEnd(memory, entry);
    int suffix = (int) NativeBytes.varint(memory, at);
    for (int i = 0; i < 3; i++) {
      at = NativeBytes.varintEnd(memory, at);
    }
    return at + suffix;
  }

  /** The separator of an entry, copied. */
  static byte[] separator(MemorySegment memory, long start, int length, int ordinal) {
    long entry = start + NativeBlock.restart(memory, start, length, ordinal);
    int suffix = (int) NativeBytes.varint(memory, NativeBytes.varintEnd(memory, entry));
    return NativeBytes.copy(memory, value(memory, start, length, ordinal) - suffix, suffix);
  }
}
