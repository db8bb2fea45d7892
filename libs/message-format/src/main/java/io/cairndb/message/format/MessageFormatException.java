package io.cairndb.message.format;

/**
 * Bytes are not a message, or values cannot be made one. Whoever received the bytes treats it as a
 * fault of the sender: it names the peer, refuses the request, and nothing has been done.
 */
public class MessageFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MessageFormatException(String message) {
    super(message);
  }

  public MessageFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
