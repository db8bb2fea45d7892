package io.cairndb.storage.engine.cursor;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks one source of entries in unsigned byte order of keys, one version per key. Confined to one
 * thread. Positioning methods leave the cursor valid or not; see {@link #isValid}.
 */
public interface EntryCursor extends AutoCloseable {

  void seekToFirst() throws IOException;

  void seekToLast() throws IOException;

  /** First key not below {@code key}. */
  void seekCeiling(byte[] key) throws IOException;

  /** Last key not above {@code key}. */
  void seekFloor(byte[] key) throws IOException;

  /** Requires a valid cursor. */
  void next() throws IOException;

  /** Requires a valid cursor. */
  void previous() throws IOException;

  boolean isValid();

  /** Array that begins with the key; its contents may change when the cursor moves. */
  byte[] keyArray();

  int keyLength();

  /** Sequence number of the entry. */
  long sequence();

  boolean isTombstone();

  /**
   * Array that holds the value; its contents may change when the cursor moves. Null for a
   * tombstone.
   */
  byte @Nullable [] valueArray();

  /** Where the value begins in {@link #valueArray}. */
  int valueOffset();

  int valueLength();

  /** The value, an array of its own or one that never changes; null for a tombstone. */
  default byte @Nullable [] value() {
    byte[] array = valueArray();
    return array == null
        ? null
        : Arrays.copyOfRange(array, valueOffset(), valueOffset() + valueLength());
  }

  /** The key, an array of its own or one that never changes. */
  default byte[] key() {
    return Arrays.copyOf(keyArray(), keyLength());
  }

  @Override
  default void close() {}
}
