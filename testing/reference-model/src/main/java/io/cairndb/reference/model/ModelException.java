package io.cairndb.reference.model;

import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An error that DynamoDB would answer, thrown inside the model and turned into a reply. A fault of
 * the request alone has up to three wordings, which hang on the operation; one that involves a
 * table or its items has one.
 */
final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final Set<String> COUNTING = Set.of("PutItem", "UpdateItem", "DeleteItem");
  private static final Set<String> OLDER =
      Set.of("BatchWriteItem", "TransactWriteItems", "TransactGetItems", "Scan");

  private final String name;
  private final Optional<String> older;
  private final transient Map<String, Object> extras;

  private ModelException(String name, String message, Map<String, Object> extras) {
    this(name, message, Optional.empty(), extras);
  }

  private ModelException(
      String name, String message, Optional<String> older, Map<String, Object> extras) {
    super(message);
    this.name = name;
    this.older = older;
    this.extras = extras;
  }

  /** A fault of the request alone. */
  static ModelException validation(String message) {
    return validation(message, message);
  }

  /** A fault of the request alone, which some operations word as they did before. */
  static ModelException validation(String message, String older) {
    return new ModelException("ValidationException", message, Optional.of(older), Map.of());
  }

  /** A fault in view of the table or of the stored item. */
  static ModelException unfit(String message) {
    return new ModelException("ValidationException", message, Map.of());
  }

  /** One violated constraint of the request's shape. */
  static ModelException constraint(String valueAndPath, String constraint) {
    return unfit(
        "1 validation error detected: Value "
            + valueAndPath
            + " failed to satisfy constraint: "
            + constraint);
  }

  static ModelException notFound(String message) {
    return new ModelException("ResourceNotFoundException", message, Map.of());
  }

  static ModelException inUse(String message) {
    return new ModelException("ResourceInUseException", message, Map.of());
  }

  static ModelException duplicate(String message) {
    return new ModelException("DuplicateItemException", message, Map.of());
  }

  static ModelException conditionFailed(Map<String, Object> extras) {
    return new ModelException(
        "ConditionalCheckFailedException", "The conditional request failed", extras);
  }

  static ModelException canceled(String message, Object reasons) {
    return new ModelException(
        "TransactionCanceledException", message, Json.object("CancellationReasons", reasons));
  }

  static ModelException idempotentMismatch(String message) {
    return new ModelException("IdempotentParameterMismatchException", message, Map.of());
  }

  String name() {
    return name;
  }

  Map<String, Object> extras() {
    return extras;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  /** The wording that some operations kept. */
  String olderText() {
    return older.orElseGet(this::text);
  }

  /** The same fault, found when an item was at hand. */
  ModelException atRunTime() {
    return unfit(text());
  }

  Reply toReply(String operation) {
    String message = text();
    if (older.isPresent() && COUNTING.contains(operation)) {
      message = "1 validation error detected: " + message;
    } else if (OLDER.contains(operation)) {
      message = olderText();
    }
    Map<String, Object> body = Json.object("__type", name, "message", message);
    body.putAll(extras);
    return new Reply(400, body);
  }
}
