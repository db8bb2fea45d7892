package io.cairndb.storage.engine.sstable;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Walks the entries of one block, either way; reusable for block after block. */
final class BlockCursor {
  private static final int KEEP_BYTES = 64 << 10;

  private byte[] block = new byte[0];
  private int length;
  private int end;
  private int offset;
  private int next;
  private byte[] key = new byte[128];
  private int keyLength;
  private int valueOffset;

  /** Length of the value plus one; 0 for a tombstone. */
  private int valueMark;

  private long sequence;
  private boolean valid;

  /** Takes a copy of a block's bytes, to be looked at after {@link #open}. */
  void fill(MemorySegment memory, long start, int count) {
    valid = false;
    if (block.length < count) {
      block = new byte[Math.max(count, Math.min(2 * block.length, KEEP_BYTES))];
    }
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, start, block, 0, count);
    length = count;
  }

  /** Takes up the block of the last {@link #fill}. */
  void open() {
    end = Block.entriesEnd(block, length);
  }

  void seekToFirst() {
    startAt(0);
    advance();
  }

  /** Goes to the entry of a restart point. */
  void seekToRestart(int index) {
    startAt(Block.restart(block, length, index));
    advance();
  }

  void seekToLast() {
    startAt(Block.restart(block, length, Block.restartCount(block, length) - 1));
    while (next < end) {
      advance();
    }
  }

  void seekCeiling(byte[] target) {
    startAt(Block.restart(block, length, Block.restartFor(block, length, target)));
    advance();
    while (valid && compare(target) < 0) {
      advance();
    }
  }

  void seekFloor(byte[] target) {
    seekCeiling(target);
    if (!valid) {
      seekToLast();
    } else if (compare(target) > 0) {
      previous();
    }
  }

  private int compare(byte[] target) {
    return Arrays.compareUnsigned(key, 0, keyLength, target, 0, target.length);
  }

  private void startAt(int position) {
    next = position;
    keyLength = 0;
    valid = false;
  }

  void next() {
    advance();
  }

  private void advance() {
    if (next >= end) {
      valid = false;
      return;
    }
    offset = next;
    int at = next;
    final int shared = (int) Block.varint(block, at);
    at = Block.varintEnd(block, at);
    final int suffix = (int) Block.varint(block, at);
    at = Block.varintEnd(block, at);
    valueMark = (int) Block.varint(block, at);
    at = Block.varintEnd(block, at);
    sequence = Block.varint(block, at);
    at = Block.varintEnd(block, at);
    if (key.length < shared + suffix) {
      key = Arrays.copyOf(key, Math.max(shared + suffix, key.length * 2));
    }
    System.arraycopy(block, at, key, shared, suffix);
    keyLength = shared + suffix;
    valueOffset = at + suffix;
    next = valueOffset + Math.max(0, valueMark - 1);
    valid = true;
  }

  /** Goes to the restart point before the current entry and forward to the entry before it. */
  void previous() {
    int target = offset;
    int low = 0;
    int high = Block.restartCount(block, length) - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (Block.restart(block, length, middle) < target) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    startAt(Block.restart(block, length, low));
    while (next < target) {
      advance();
    }
  }

  boolean isValid() {
    return valid;
  }

  byte[] keyArray() {
    return key;
  }

  int keyLength() {
    return keyLength;
  }

  long sequence() {
    return sequence;
  }

  boolean isTombstone() {
    return valueMark == 0;
  }

  byte[] valueArray() {
    return block;
  }

  int valueOffset() {
    return valueOffset;
  }

  int valueLength() {
    return Math.max(0, valueMark - 1);
  }
}
