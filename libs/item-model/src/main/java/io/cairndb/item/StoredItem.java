package io.cairndb.item;

/**
 * What the engine stores under an item key: {@code version(1) | HLC(16) | item}, see {@code
 * docs/formats/item.md}.
 *
 * @param hlcMsb first half of the timestamp of the write that made this version
 * @param hlcLsb second half
 */
public record StoredItem(long hlcMsb, long hlcLsb, Item item) {
  private static final byte VERSION = 1;
  static final int HEADER_BYTES = 17;

  /** The bytes to store, not to be changed; the item's own where it was made to be stored. */
  public byte[] encode() {
    byte[] bytes = item.takeHeadroom(HEADER_BYTES);
    if (bytes == null) {
      bytes = new byte[HEADER_BYTES + item.length()];
      System.arraycopy(item.array(), item.offset(), bytes, HEADER_BYTES, item.length());
    }
    bytes[0] = VERSION;
    BigEndian.putLong(bytes, 1, hlcMsb);
    BigEndian.putLong(bytes, 9, hlcLsb);
    return bytes;
  }

  /**
   * Decodes without copying the item.
   *
   * @throws ItemFormatException when the bytes are not a stored item
   */
  public static StoredItem decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** As {@link #decode(byte[])}, of a slice. */
  public static StoredItem decode(byte[] bytes, int offset, int length) {
    if (length < HEADER_BYTES || bytes[offset] != VERSION) {
      throw new ItemFormatException("not a stored item of version " + VERSION);
    }
    return new StoredItem(
        BigEndian.getLong(bytes, offset + 1),
        BigEndian.getLong(bytes, offset + 9),
        Item.wrap(bytes, offset + HEADER_BYTES, length - HEADER_BYTES));
  }
}
