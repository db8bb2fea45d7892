package io.cairndb.reference.model;

import io.cairndb.reference.wire.Json;
import io.cairndb.reference.wire.Reply;
import java.util.Map;

/** An error that DynamoDB would answer, thrown inside the model and turned into a reply. */
final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final transient Map<String, Object> extras;

  private ModelException(String name, String message, Map<String, Object> extras) {
    super(message);
    this.name = name;
    this.extras = extras;
  }

  static ModelException validation(String message) {
    return new ModelException("ValidationException", message, Map.of());
  }

  /** One violated constraint of the request's shape. */
  static ModelException constraint(String value, String path, String constraint) {
    return validation(
        "1 validation error detected: Value "
            + value
            + " at '"
            + path
            + "' failed to satisfy constraint: "
            + constraint);
  }

  static ModelException notFound(String message) {
    return new ModelException("ResourceNotFoundException", message, Map.of());
  }

  static ModelException inUse(String message) {
    return new ModelException("ResourceInUseException", message, Map.of());
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

  Reply toReply() {
    Map<String, Object> body = Json.object("__type", name, "message", text());
    body.putAll(extras);
    return new Reply(400, body);
  }
}
