package io.cairndb.storage.engine;

import java.util.Arrays;

/**
 * A value where it lies: part of an array that never changes, and that stays in memory as long as
 * the slice does.
 */
@SuppressWarnings("ArrayRecordComponent") // looked into at once, never compared
public record ValueSlice(byte[] array, int offset, int length) {

  /** The value as an array of exactly its bytes, not to be changed. */
  public byte[] toArray() {
    return offset == 0 && length == array.length
        ? array
        : Arrays.copyOfRange(array, offset, offset + length);
  }
}
