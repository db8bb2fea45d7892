package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.error.ErrorType;

/**
 * What can be wrong: the kinds of problems clients tell apart. Names and statuses are part of the
 * API and stay; each is described in the OpenAPI document, whose page its {@code type} leads to.
 */
enum ProblemCode {
  VALIDATION(400, "Validation", "The request is not valid"),
  MALFORMED_BODY(400, "MalformedBody", "The body is not JSON"),
  ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED(
      400, "ItemCollectionSizeLimitExceeded", "The items of this partition key are too large"),
  ACCESS_DENIED(403, "AccessDenied", "Not allowed"),
  NOT_FOUND(404, "NotFound", "There is nothing at this path"),
  RESOURCE_NOT_FOUND(404, "ResourceNotFound", "There is no such table"),
  INDEX_NOT_FOUND(404, "IndexNotFound", "There is no such index"),
  ITEM_NOT_FOUND(404, "ItemNotFound", "There is no such item"),
  METHOD_NOT_ALLOWED(405, "MethodNotAllowed", "The resource does not have this method"),
  CONDITIONAL_CHECK_FAILED(409, "ConditionalCheckFailed", "The condition does not hold"),
  CONTENDED(409, "Contended", "Other writes came between each time"),
  ITEM_EXISTS(409, "ItemExists", "There is an item with this key"),
  RESOURCE_IN_USE(409, "ResourceInUse", "The table exists or is being changed"),
  TRANSACTION_CANCELED(409, "TransactionCanceled", "The transaction was not carried out"),
  TRANSACTION_CONFLICT(409, "TransactionConflict", "A transaction has the item at this time"),
  TRANSACTION_IN_PROGRESS(409, "TransactionInProgress", "The transaction is being carried out"),
  VERSION_MISMATCH(412, "VersionMismatch", "The version is another than expected"),
  TOO_LARGE(413, "TooLarge", "The request is too large"),
  UNSUPPORTED_MEDIA_TYPE(415, "UnsupportedMediaType", "The content type is not supported here"),
  IDEMPOTENT_PARAMETER_MISMATCH(
      422, "IdempotentParameterMismatch", "The key of this request was used for another"),
  LIMIT_EXCEEDED(429, "LimitExceeded", "Too many changes to tables at a time"),
  PROVISIONED_THROUGHPUT_EXCEEDED(
      429, "ProvisionedThroughputExceeded", "Too many requests at this time"),
  INTERNAL_SERVER_ERROR(500, "InternalServerError", "Internal error"),
  SERVICE_UNAVAILABLE(503, "ServiceUnavailable", "Not available at this time");

  private final int status;
  private final String wireName;
  private final String title;

  ProblemCode(int status, String wireName, String title) {
    this.status = status;
    this.wireName = wireName;
    this.title = title;
  }

  int status() {
    return status;
  }

  String wireName() {
    return wireName;
  }

  String title() {
    return title;
  }

  /** What it is called here when DynamoDB's API calls it that. */
  static ProblemCode of(ErrorType type) {
    return switch (type) {
      case SERIALIZATION -> MALFORMED_BODY;
      case ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED -> ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED;
      case ACCESS_DENIED -> ACCESS_DENIED;
      case RESOURCE_NOT_FOUND, TABLE_NOT_FOUND -> RESOURCE_NOT_FOUND;
      case INDEX_NOT_FOUND -> INDEX_NOT_FOUND;
      case CONDITIONAL_CHECK_FAILED -> CONDITIONAL_CHECK_FAILED;
      case DUPLICATE_ITEM -> ITEM_EXISTS;
      case RESOURCE_IN_USE, TABLE_ALREADY_EXISTS, TABLE_IN_USE -> RESOURCE_IN_USE;
      case TRANSACTION_CANCELED -> TRANSACTION_CANCELED;
      case TRANSACTION_CONFLICT -> TRANSACTION_CONFLICT;
      case TRANSACTION_IN_PROGRESS -> TRANSACTION_IN_PROGRESS;
      case IDEMPOTENT_PARAMETER_MISMATCH -> IDEMPOTENT_PARAMETER_MISMATCH;
      case LIMIT_EXCEEDED -> LIMIT_EXCEEDED;
      case PROVISIONED_THROUGHPUT_EXCEEDED, REQUEST_LIMIT_EXCEEDED, THROTTLING ->
          PROVISIONED_THROUGHPUT_EXCEEDED;
      case INTERNAL_SERVER_ERROR -> INTERNAL_SERVER_ERROR;
      case SERVICE_UNAVAILABLE -> SERVICE_UNAVAILABLE;
      default -> VALIDATION; // the others are of operations that this API does not have
    };
  }
}
