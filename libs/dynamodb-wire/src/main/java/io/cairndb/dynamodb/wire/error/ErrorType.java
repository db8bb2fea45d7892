package io.cairndb.dynamodb.wire.error;

/** The errors a client can see: the modelled ones of both services and those of the front door. */
public enum ErrorType {
  ACCESS_DENIED(Namespace.SERVICE, "AccessDeniedException", 400, "Message"),
  BACKUP_IN_USE("BackupInUseException"),
  BACKUP_NOT_FOUND("BackupNotFoundException"),
  CONDITIONAL_CHECK_FAILED("ConditionalCheckFailedException"),
  CONTINUOUS_BACKUPS_UNAVAILABLE("ContinuousBackupsUnavailableException"),
  DUPLICATE_ITEM("DuplicateItemException"),
  EXPIRED_ITERATOR("ExpiredIteratorException"),
  EXPIRED_TOKEN(Namespace.SERVICE, "ExpiredTokenException", 400, "message"),
  EXPORT_CONFLICT("ExportConflictException"),
  EXPORT_NOT_FOUND("ExportNotFoundException"),
  GLOBAL_TABLE_ALREADY_EXISTS("GlobalTableAlreadyExistsException"),
  GLOBAL_TABLE_NOT_FOUND("GlobalTableNotFoundException"),
  IDEMPOTENT_PARAMETER_MISMATCH(
      Namespace.DYNAMODB, "IdempotentParameterMismatchException", 400, "Message"),
  IMPORT_CONFLICT("ImportConflictException"),
  IMPORT_NOT_FOUND("ImportNotFoundException"),
  INCOMPLETE_SIGNATURE(Namespace.SERVICE, "IncompleteSignatureException", 400, "message"),
  INDEX_NOT_FOUND("IndexNotFoundException"),
  INTERNAL_SERVER_ERROR(Namespace.DYNAMODB, "InternalServerError", 500, "message"),
  INVALID_ENDPOINT("InvalidEndpointException"),
  INVALID_EXPORT_TIME("InvalidExportTimeException"),
  INVALID_RESTORE_TIME("InvalidRestoreTimeException"),
  INVALID_SIGNATURE(Namespace.SERVICE, "InvalidSignatureException", 400, "message"),
  ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED("ItemCollectionSizeLimitExceededException"),
  LIMIT_EXCEEDED("LimitExceededException"),
  MISSING_AUTHENTICATION_TOKEN(
      Namespace.SERVICE, "MissingAuthenticationTokenException", 400, "message"),
  POINT_IN_TIME_RECOVERY_UNAVAILABLE("PointInTimeRecoveryUnavailableException"),
  POLICY_NOT_FOUND("PolicyNotFoundException"),
  PROVISIONED_THROUGHPUT_EXCEEDED("ProvisionedThroughputExceededException"),
  REPLICA_ALREADY_EXISTS("ReplicaAlreadyExistsException"),
  REPLICA_NOT_FOUND("ReplicaNotFoundException"),
  REPLICATED_WRITE_CONFLICT("ReplicatedWriteConflictException"),
  REQUEST_LIMIT_EXCEEDED("RequestLimitExceeded"),
  RESOURCE_IN_USE("ResourceInUseException"),
  RESOURCE_NOT_FOUND("ResourceNotFoundException"),
  SERIALIZATION(Namespace.SERVICE, "SerializationException", 400, "Message"),
  SERVICE_UNAVAILABLE(Namespace.AVAILABILITY, "ServiceUnavailableException", 503, "message"),
  TABLE_ALREADY_EXISTS("TableAlreadyExistsException"),
  TABLE_IN_USE("TableInUseException"),
  TABLE_NOT_FOUND("TableNotFoundException"),
  THROTTLING(Namespace.AVAILABILITY, "ThrottlingException", 400, "message"),
  TRANSACTION_CANCELED(Namespace.DYNAMODB, "TransactionCanceledException", 400, "Message"),
  TRANSACTION_CONFLICT("TransactionConflictException"),
  TRANSACTION_IN_PROGRESS(Namespace.DYNAMODB, "TransactionInProgressException", 400, "Message"),
  TRIMMED_DATA_ACCESS("TrimmedDataAccessException"),
  UNKNOWN_OPERATION(Namespace.SERVICE, "UnknownOperationException", 400, "message"),
  UNRECOGNIZED_CLIENT(Namespace.SERVICE, "UnrecognizedClientException", 400, "message"),
  VALIDATION(Namespace.VALIDATE, "ValidationException", 400, "message");

  private final String wireType;
  private final String shortName;
  private final int status;
  private final String messageMember;

  ErrorType(String shortName) {
    this(Namespace.DYNAMODB, shortName, 400, "message");
  }

  ErrorType(Namespace namespace, String shortName, int status, String messageMember) {
    this.wireType = namespace.prefix + shortName;
    this.shortName = shortName;
    this.status = status;
    this.messageMember = messageMember;
  }

  /** The value of {@code __type}. */
  public String wireType() {
    return wireType;
  }

  /** The name clients know it by: {@link #wireType()} without namespace. */
  public String shortName() {
    return shortName;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** {@code message}, or {@code Message} for the errors that the model spells so. */
  public String messageMember() {
    return messageMember;
  }

  /** Who in DynamoDB defines the error. */
  private enum Namespace {
    DYNAMODB("com.amazonaws.dynamodb.v20120810#"),
    SERVICE("com.amazon.coral.service#"),
    VALIDATE("com.amazon.coral.validate#"),
    AVAILABILITY("com.amazon.coral.availability#");

    private final String prefix;

    Namespace(String prefix) {
      this.prefix = prefix;
    }
  }
}
