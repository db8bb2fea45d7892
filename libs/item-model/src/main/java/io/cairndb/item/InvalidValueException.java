package io.cairndb.item;

/**
 * A value the caller sent is not one DynamoDB accepts. The message is DynamoDB's own, ready to be
 * the text of a {@code ValidationException}.
 *
 * <p>DynamoDB words some of these in two ways: batches of writes, transactions and Scan use {@link
 * #olderMessage()}, all other operations {@link #getMessage()}.
 */
public class InvalidValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String olderMessage;

  public InvalidValueException(String message) {
    this(message, message);
  }

  InvalidValueException(String message, String olderMessage) {
    // No stack trace: a bad request is an answer, and must not cost more than a good one.
    super(message, null, false, false);
    this.olderMessage = olderMessage;
  }

  /** The wording of BatchWriteItem, the transactions and Scan. */
  public final String olderMessage() {
    return olderMessage;
  }
}
