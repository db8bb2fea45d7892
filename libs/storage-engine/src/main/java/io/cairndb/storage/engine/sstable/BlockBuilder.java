package io.cairndb.storage.engine.sstable;

import io.cairndb.encoding.Varint;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Builds one block of ordered entries; reusable. Confined to one thread. */
final class BlockBuilder {
  private final int restartInterval;
  private final boolean versionsTogether;
  private byte[] bytes = new byte[8 << 10];
  private int size;
  private int[] restarts = new int[16];
  private int restartCount;
  private int sinceRestart;
  private byte[] lastKey = new byte[64];
  private int lastKeyLength;

  /**
   * Begins empty.
   *
   * @param versionsTogether puts restart points between keys only, never between the versions of
   *     one, so that a search by restart points finds the newest
   */
  BlockBuilder(int restartInterval, boolean versionsTogether) {
    this.restartInterval = restartInterval;
    this.versionsTogether = versionsTogether;
  }

  void reset() {
    size = 0;
    restartCount = 0;
    sinceRestart = 0;
    lastKeyLength = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Bytes of the finished block. */
  int size() {
    return size + (restartCount + 1) * Integer.BYTES;
  }

  /** Adds an entry whose value is part of {@code value}; none means a tombstone. */
  void add(
      byte[] key,
      int keyLength,
      long sequence,
      byte @Nullable [] value,
      int valueOffset,
      int valueLength) {
    int shared = 0;
    if (restartCount == 0 || (sinceRestart >= restartInterval && !isVersion(key, keyLength))) {
      if (restartCount == restarts.length) {
        restarts = Arrays.copyOf(restarts, restartCount * 2);
      }
      restarts[restartCount++] = size;
      sinceRestart = 0;
    } else {
      int mismatch = Arrays.mismatch(lastKey, 0, lastKeyLength, key, 0, keyLength);
      shared = mismatch < 0 ? keyLength : mismatch;
    }
    int suffix = keyLength - shared;
    ensure(3 * Varint.MAX_INT_BYTES + Varint.MAX_LONG_BYTES + suffix + valueLength);
    size = Varint.put(bytes, size, shared);
    size = Varint.put(bytes, size, suffix);
    size = Varint.put(bytes, size, value == null ? 0 : valueLength + 1L);
    size = Varint.put(bytes, size, sequence);
    System.arraycopy(key, shared, bytes, size, suffix);
    size += suffix;
    if (value != null) {
      System.arraycopy(value, valueOffset, bytes, size, valueLength);
      size += valueLength;
    }
    remember(key, keyLength, shared);
    sinceRestart++;
  }

  private boolean isVersion(byte[] key, int keyLength) {
    return versionsTogether && Arrays.equals(lastKey, 0, lastKeyLength, key, 0, keyLength);
  }

  private void remember(byte[] key, int keyLength, int shared) {
    if (lastKey.length < keyLength) {
      lastKey = Arrays.copyOf(lastKey, Math.max(keyLength, lastKey.length * 2));
    }
    System.arraycopy(key, shared, lastKey, shared, keyLength - shared);
    lastKeyLength = keyLength;
  }

  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
  }

  /** Appends the restart array; returns the array whose first {@link #size} bytes are the block. */
  byte[] finish() {
    int entriesEnd = size;
    int total = size();
    ensure(total - size);
    int at = entriesEnd;
    for (int i = 0; i < restartCount; i++) {
      at = putInt(at, restarts[i]);
    }
    putInt(at, restartCount);
    return bytes;
  }

  private int putInt(int at, int value) {
    bytes[at] = (byte) (value >>> 24);
    bytes[at + 1] = (byte) (value >>> 16);
    bytes[at + 2] = (byte) (value >>> 8);
    bytes[at + 3] = (byte) value;
    return at + Integer.BYTES;
  }
}
