package io.cairndb.message.format;

/** A message, or a part of one, is of a kind that only a newer version knows. */
public final class UnsupportedMessageException extends MessageFormatException {
  private static final long serialVersionUID = 1L;

  /**
   * A kind that is not known.
   *
   * @param what names the union or the enumeration
   */
  public UnsupportedMessageException(String what, int kind) {
    super(what + " of unknown kind " + kind);
  }
}
