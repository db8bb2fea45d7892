package io.cairndb.dynamodb.wire.error;

import io.cairndb.item.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named factory per error. A factory without parameters has the one text that DynamoDB uses; the
 * others take it from the caller, who knows the circumstances.
 */
public final class DynamoDbErrors {
  /** What most complaints about a value begin with. */
  public static final String INVALID_PARAMETER = "One or more parameter values were invalid: ";

  static final String CONDITION_FAILED = "The conditional request failed";
  static final String THROUGHPUT_EXCEEDED =
      "The level of configured provisioned throughput for the table was exceeded. Consider"
          + " increasing your provisioning level with the UpdateTable API.";
  static final String DUPLICATE_ITEM = "Duplicate primary key exists in table";
  static final String COLLECTION_SIZE_LIMIT_EXCEEDED = "Collection size exceeded.";

  private DynamoDbErrors() {}

  /** A request, or a value in it, that DynamoDB does not accept. */
  public static DynamoDbException validation(String message) {
    return error(ErrorType.VALIDATION, message);
  }

  /** A value that the operation does not accept; {@code detail} says why. */
  public static DynamoDbException invalidParameter(String detail) {
    return validation(INVALID_PARAMETER + detail);
  }

  /** A body that is not JSON; DynamoDB says no more than that. */
  public static DynamoDbException serialization() {
    return error(ErrorType.SERIALIZATION, null);
  }

  /** A body with a value of the wrong JSON type. */
  public static DynamoDbException serialization(String message) {
    return error(ErrorType.SERIALIZATION, message);
  }

  /** A target that names no operation. */
  public static DynamoDbException unknownOperation() {
    return error(ErrorType.UNKNOWN_OPERATION, null);
  }

  /**
   * A write whose condition did not hold.
   *
   * @param item as it was, when the request asked for it
   */
  public static DynamoDbException conditionalCheckFailed(@Nullable Item item) {
    return new DynamoDbException(
        ErrorType.CONDITIONAL_CHECK_FAILED,
        CONDITION_FAILED,
        new DynamoDbException.Extras(item, List.of(), List.of()));
  }

  /** A transaction that was not carried out, with one reason per action. */
  public static DynamoDbException transactionCanceled(List<CancellationReason> reasons) {
    return new DynamoDbException(
        ErrorType.TRANSACTION_CANCELED,
        CancellationReason.summary(reasons),
        new DynamoDbException.Extras(null, reasons, List.of()));
  }

  /** A fault that DynamoDB counts as one violated constraint of the request. */
  public static DynamoDbException countedValidation(String fault) {
    return validation("1 validation error detected: " + fault);
  }

  /** A table or stream, on the data path, that does not exist. */
  public static DynamoDbException resourceNotFound() {
    return resourceNotFound("Requested resource not found");
  }

  public static DynamoDbException resourceNotFound(String message) {
    return error(ErrorType.RESOURCE_NOT_FOUND, message);
  }

  /** A table, on the control path, that does not exist. */
  public static DynamoDbException tableMissing(String tableName) {
    return resourceNotFound("Requested resource not found: Table: " + tableName + " not found");
  }

  /** Backups and point-in-time recovery say it with an error of their own. */
  public static DynamoDbException tableNotFound(String tableName) {
    return error(ErrorType.TABLE_NOT_FOUND, "Table not found: " + tableName);
  }

  public static DynamoDbException globalTableNotFound(String tableName) {
    return error(
        ErrorType.GLOBAL_TABLE_NOT_FOUND,
        "Global table with name: '" + tableName + "' does not exist.");
  }

  /** The provisioned capacity of a table or index is used up. */
  public static DynamoDbException provisionedThroughputExceeded(List<ThrottlingReason> reasons) {
    return throttled(ErrorType.PROVISIONED_THROUGHPUT_EXCEEDED, THROUGHPUT_EXCEEDED, reasons);
  }

  /** Requests come faster than they can be taken, or control-plane calls too often. */
  public static DynamoDbException throttling(String message, List<ThrottlingReason> reasons) {
    return throttled(ErrorType.THROTTLING, message, reasons);
  }

  public static DynamoDbException accessDenied(String message) {
    return error(ErrorType.ACCESS_DENIED, message);
  }

  public static DynamoDbException backupInUse(String message) {
    return error(ErrorType.BACKUP_IN_USE, message);
  }

  public static DynamoDbException backupNotFound(String message) {
    return error(ErrorType.BACKUP_NOT_FOUND, message);
  }

  public static DynamoDbException continuousBackupsUnavailable(String message) {
    return error(ErrorType.CONTINUOUS_BACKUPS_UNAVAILABLE, message);
  }

  public static DynamoDbException duplicateItem() {
    return error(ErrorType.DUPLICATE_ITEM, DUPLICATE_ITEM);
  }

  public static DynamoDbException expiredIterator(String message) {
    return error(ErrorType.EXPIRED_ITERATOR, message);
  }

  public static DynamoDbException expiredToken() {
    return error(ErrorType.EXPIRED_TOKEN, "The security token included in the request is expired");
  }

  public static DynamoDbException exportConflict(String message) {
    return error(ErrorType.EXPORT_CONFLICT, message);
  }

  public static DynamoDbException exportNotFound(String message) {
    return error(ErrorType.EXPORT_NOT_FOUND, message);
  }

  public static DynamoDbException globalTableAlreadyExists(String message) {
    return error(ErrorType.GLOBAL_TABLE_ALREADY_EXISTS, message);
  }

  public static DynamoDbException idempotentParameterMismatch(String message) {
    return error(ErrorType.IDEMPOTENT_PARAMETER_MISMATCH, message);
  }

  public static DynamoDbException importConflict(String message) {
    return error(ErrorType.IMPORT_CONFLICT, message);
  }

  public static DynamoDbException importNotFound(String message) {
    return error(ErrorType.IMPORT_NOT_FOUND, message);
  }

  public static DynamoDbException incompleteSignature(String message) {
    return error(ErrorType.INCOMPLETE_SIGNATURE, message);
  }

  public static DynamoDbException indexNotFound(String message) {
    return error(ErrorType.INDEX_NOT_FOUND, message);
  }

  public static DynamoDbException internalServerError() {
    return error(ErrorType.INTERNAL_SERVER_ERROR, "Internal server error");
  }

  /** A request that was lost on its way: clients may repeat it, and must look what it did. */
  public static DynamoDbException outcomeUnknown() {
    return error(
        ErrorType.INTERNAL_SERVER_ERROR,
        "The outcome of the request is not known: it may or may not have taken effect.");
  }

  public static DynamoDbException invalidEndpoint(String message) {
    return error(ErrorType.INVALID_ENDPOINT, message);
  }

  public static DynamoDbException invalidExportTime(String message) {
    return error(ErrorType.INVALID_EXPORT_TIME, message);
  }

  public static DynamoDbException invalidRestoreTime(String message) {
    return error(ErrorType.INVALID_RESTORE_TIME, message);
  }

  public static DynamoDbException invalidSignature(String message) {
    return error(ErrorType.INVALID_SIGNATURE, message);
  }

  public static DynamoDbException itemCollectionSizeLimitExceeded() {
    return error(ErrorType.ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED, COLLECTION_SIZE_LIMIT_EXCEEDED);
  }

  public static DynamoDbException limitExceeded(String message) {
    return error(ErrorType.LIMIT_EXCEEDED, message);
  }

  public static DynamoDbException missingAuthenticationToken() {
    return error(ErrorType.MISSING_AUTHENTICATION_TOKEN, "Request is missing Authentication Token");
  }

  public static DynamoDbException pointInTimeRecoveryUnavailable(String message) {
    return error(ErrorType.POINT_IN_TIME_RECOVERY_UNAVAILABLE, message);
  }

  public static DynamoDbException policyNotFound(String message) {
    return error(ErrorType.POLICY_NOT_FOUND, message);
  }

  public static DynamoDbException replicaAlreadyExists(String message) {
    return error(ErrorType.REPLICA_ALREADY_EXISTS, message);
  }

  public static DynamoDbException replicaNotFound(String message) {
    return error(ErrorType.REPLICA_NOT_FOUND, message);
  }

  public static DynamoDbException replicatedWriteConflict(String message) {
    return error(ErrorType.REPLICATED_WRITE_CONFLICT, message);
  }

  public static DynamoDbException requestLimitExceeded(String message) {
    return error(ErrorType.REQUEST_LIMIT_EXCEEDED, message);
  }

  public static DynamoDbException resourceInUse(String message) {
    return error(ErrorType.RESOURCE_IN_USE, message);
  }

  public static DynamoDbException serviceUnavailable() {
    return error(
        ErrorType.SERVICE_UNAVAILABLE, "The service is currently unavailable. Please try again.");
  }

  public static DynamoDbException tableAlreadyExists(String message) {
    return error(ErrorType.TABLE_ALREADY_EXISTS, message);
  }

  public static DynamoDbException tableInUse(String message) {
    return error(ErrorType.TABLE_IN_USE, message);
  }

  public static DynamoDbException transactionConflict() {
    return error(ErrorType.TRANSACTION_CONFLICT, "Transaction is ongoing for the item");
  }

  public static DynamoDbException transactionInProgress(String message) {
    return error(ErrorType.TRANSACTION_IN_PROGRESS, message);
  }

  public static DynamoDbException trimmedDataAccess(String message) {
    return error(ErrorType.TRIMMED_DATA_ACCESS, message);
  }

  public static DynamoDbException unrecognizedClient() {
    return error(
        ErrorType.UNRECOGNIZED_CLIENT, "The security token included in the request is invalid.");
  }

  private static DynamoDbException throttled(
      ErrorType type, String message, List<ThrottlingReason> reasons) {
    return new DynamoDbException(
        type, message, new DynamoDbException.Extras(null, List.of(), reasons));
  }

  private static DynamoDbException error(ErrorType type, @Nullable String message) {
    return new DynamoDbException(type, message, DynamoDbException.Extras.NONE);
  }
}
