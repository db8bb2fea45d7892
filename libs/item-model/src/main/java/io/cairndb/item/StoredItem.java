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
  private static final int HEADER_BYTES = 17;

  public byte[] encode() {
    byte[] bytes = new byte[HEADER_BYTES + item.length()];
    bytes[0] = VERSION;
    BigEndian.putLong(bytes, 1, hlcMsb);
    BigEndian.putLong(bytes, 9, hlcLsb);
    System.arraycopy(item.array(), item.offset(), bytes, HEADER_BYTES, item.length());
    return bytes;
  }

  /**
   * Decodes without copying the item.
   *
   * @throws ItemFormatException when the bytes are not a stored item
   */
  public static StoredItem decode(byte[] bytes) {
    if (bytes.length < HEADER_BYTES || bytes[0] != VERSION) {
      throw new ItemFormatException("not a stored item of version " + VERSION);
    }
    return new StoredItem(
        BigEndian.getLong(bytes, 1),
        BigEndian.getLong(bytes, 9),
        Item.wrap(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES));
  }
}
