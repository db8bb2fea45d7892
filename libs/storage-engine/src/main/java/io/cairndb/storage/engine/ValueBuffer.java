package io.cairndb.storage.engine;

/**
 * Room for one value after another, for a caller who is done with each before it reads the next:
 * such reads allocate nothing for the value. Not thread-safe.
 */
public final class ValueBuffer {
  /** Values that are larger are rare, and would keep their room for good. */
  private static final int KEPT_BYTES_DEFAULT = 64 << 10;

  private static final int KEPT_BYTES_MIN = 1 << 10;
  private static final byte[] NOTHING = {};

  private final int keptBytesMax;
  private byte[] kept = NOTHING;

  /** Keeps up to 64 KiB. */
  public ValueBuffer() {
    this(KEPT_BYTES_DEFAULT);
  }

  /**
   * Keeps room for the next value.
   *
   * @param keptBytesMax at most; a power of two, 1 KiB or more
   */
  public ValueBuffer(int keptBytesMax) {
    this.keptBytesMax = keptBytesMax;
  }

  /** At least {@code length} bytes; what was in an earlier one is overwritten. */
  public byte[] room(int length) {
    if (length > keptBytesMax) {
      return new byte[length];
    }
    if (length > kept.length) {
      kept = new byte[Math.max(KEPT_BYTES_MIN, Integer.highestOneBit(length - 1) << 1)];
    }
    return kept;
  }
}
