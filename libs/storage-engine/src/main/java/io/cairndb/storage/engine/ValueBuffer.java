package io.cairndb.storage.engine;

/**
 * Room for one value after another, for a caller who is done with each before it reads the next:
 * such reads allocate nothing for the value. Not thread-safe.
 */
public final class ValueBuffer {
  /** Values that are larger are rare, and would keep their room for good. */
  private static final int KEPT_BYTES_MAX = 64 << 10;

  private static final int KEPT_BYTES_MIN = 1 << 10;
  private static final byte[] NOTHING = {};

  private byte[] kept = NOTHING;

  /** At least {@code length} bytes; what was in an earlier one is overwritten. */
  public byte[] room(int length) {
    if (length > KEPT_BYTES_MAX) {
      return new byte[length];
    }
    if (length > kept.length) {
      kept = new byte[Math.max(KEPT_BYTES_MIN, Integer.highestOneBit(length - 1) << 1)];
    }
    return kept;
  }
}
