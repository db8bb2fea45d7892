package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.Item;
import org.jspecify.annotations.Nullable;

/**
 * Why one statement of a batch failed.
 *
 * @param item that made its condition fail, where it was asked for
 */
public record BatchStatementError(String code, @Nullable String message, @Nullable Item item) {

  /** The error that ended a statement, by its short name. */
  public static BatchStatementError of(DynamoDbException error) {
    return new BatchStatementError(codeOf(error), error.getMessage(), error.item());
  }

  private static String codeOf(DynamoDbException error) {
    return switch (error.type()) {
      case CONDITIONAL_CHECK_FAILED -> "ConditionalCheckFailed";
      case DUPLICATE_ITEM -> "DuplicateItem";
      case RESOURCE_NOT_FOUND -> "ResourceNotFound";
      case VALIDATION -> "ValidationError";
      case THROTTLING -> "ThrottlingError";
      case PROVISIONED_THROUGHPUT_EXCEEDED -> "ProvisionedThroughputExceeded";
      case REQUEST_LIMIT_EXCEEDED -> "RequestLimitExceeded";
      case TRANSACTION_CONFLICT -> "TransactionConflict";
      case ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED -> "ItemCollectionSizeLimitExceeded";
      case ACCESS_DENIED -> "AccessDenied";
      default -> "InternalServerError";
    };
  }

  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("Code").string(code);
    Fields.text(json, "Message", message);
    Fields.item(json, "Item", item);
    json.endObject();
  }
}
