package io.cairndb.item;

/**
 * Bytes that should hold an item, a value or a key do not. The owner of the bytes treats it as
 * corruption: it names the file or the peer they came from.
 */
public final class ItemFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ItemFormatException(String message) {
    super(message);
  }
}
