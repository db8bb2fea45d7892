package io.cairndb.storage.engine;

import java.util.Arrays;

/**
 * A value as part of an array, which must not be changed. The engine does not change it either,
 * unless it is that of a {@link ValueBuffer}.
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
