package io.cairndb.router.core.tables;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import java.util.Optional;

/** DynamoDB's errors and texts for what the control plane refuses. */
final class Refusals {
  private static final String GUIDE =
      " Refer to the Amazon DynamoDB Developer Guide for current limits and how to request higher"
          + " limits.";

  private Refusals() {}

  static DynamoDbException error(ControlResult.Refused refused) {
    return switch (refused) {
      case ControlResult.TableNotFound(String table) -> DynamoDbErrors.tableMissing(table);
      case ControlResult.TableExists(String table) ->
          DynamoDbErrors.resourceInUse("Table already exists: " + table);
      case ControlResult.TableBusy(String table, TableStatus status) ->
          DynamoDbErrors.resourceInUse(busy(table, status));
      case ControlResult.DeletionProtected ignored ->
          DynamoDbErrors.validation(
              "Resource cannot be deleted as it is currently protected against deletion. Disable"
                  + " deletion protection first.");
      case ControlResult.LimitReached(var limit, int bound) -> limit(limit, bound);
      case ControlResult.IndexNotFound(String table, String index) ->
          DynamoDbErrors.resourceNotFound(
              "Requested resource not found: Index " + index + " for table " + table);
      case ControlResult.IndexExists(String table, String index) ->
          DynamoDbErrors.invalidParameter("Index already exists: " + index);
      case ControlResult.IndexBusy(String table, String index, var status) ->
          DynamoDbErrors.resourceInUse(
              "Attempt to change a resource which is still in use: Index is being "
                  + switch (status) {
                    case CREATING -> "created";
                    case DELETING -> "deleted";
                    case UPDATING, ACTIVE -> "updated";
                  }
                  + ": "
                  + index);
      case ControlResult.StreamAlreadyEnabled(String table) ->
          DynamoDbErrors.validation("Table already has an enabled stream: TableName: " + table);
      case ControlResult.StreamNotEnabled(String table) ->
          DynamoDbErrors.validation("Table has no stream to disable: TableName: " + table);
      case ControlResult.TimeToLiveUnchanged(String table, boolean enabled) ->
          DynamoDbErrors.validation("TimeToLive is already " + (enabled ? "enabled" : "disabled"));
      case ControlResult.TimeToLiveOnOtherAttribute(String table, String attribute) ->
          DynamoDbErrors.validation(
              "TimeToLive is active on a different AttributeName: current AttributeName is "
                  + attribute);
      case ControlResult.TimeToLiveChanging ignored ->
          DynamoDbErrors.validation(
              "Time to live has been modified multiple times within a fixed interval");
      case ControlResult.PolicyRevisionMismatch(String table) ->
          DynamoDbErrors.policyNotFound(
              "Resource-based policy not found for the provided ResourceArn and revision");
      case ControlResult.ThroughputUnchanged(String table, String subject, long read, long write) ->
          DynamoDbErrors.validation(unchanged(subject, read, write));
      case ControlResult.IndexThroughputMissing(String table, String index) ->
          DynamoDbErrors.invalidParameter(
              "ProvisionedThroughput must be specified for index: " + index);
      case ControlResult.ThroughputMissing ignored -> unitsMissing();
      case ControlResult.WrongBillingMode(String table, BillingMode mode) -> noUnitsOnDemand();
      case ControlResult.OnDemandMaximumNotAllowed(
              String table,
              Optional<String> index,
              boolean reads) ->
          CapacityRules.noMaximumWhenProvisioned(
              reads, index.map(name -> " for index: " + name).orElse(""));
      case ControlResult.AttributeConflict(String table, String attribute) ->
          DynamoDbErrors.invalidParameter(
              "Table and index attribute definitions conflict for attribute: " + attribute);
    };
  }

  static DynamoDbException noUnitsOnDemand() {
    return DynamoDbErrors.invalidParameter(
        "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is"
            + " PAY_PER_REQUEST");
  }

  static DynamoDbException unitsMissing() {
    return DynamoDbErrors.invalidParameter(
        "ProvisionedThroughput must be specified when BillingMode is PROVISIONED");
  }

  private static String busy(String table, TableStatus status) {
    return "Attempt to change a resource which is still in use: Table is being "
        + switch (status) {
          case CREATING -> "created";
          case UPDATING, ACTIVE -> "updated";
          case DELETING -> "deleted";
        }
        + ": "
        + table;
  }

  private static String unchanged(String subject, long read, long write) {
    String of = subject.equals("table") ? "the table" : "the index " + subject;
    return "The provisioned throughput for "
        + of
        + " will not change. The requested value equals the current value. Current"
        + " ReadCapacityUnits provisioned for "
        + of
        + ": "
        + read
        + ". Requested ReadCapacityUnits: "
        + read
        + ". Current WriteCapacityUnits provisioned for "
        + of
        + ": "
        + write
        + ". Requested WriteCapacityUnits: "
        + write
        + "."
        + GUIDE;
  }

  private static DynamoDbException limit(ControlResult.Limit limit, int bound) {
    return switch (limit) {
      case TABLES ->
          DynamoDbErrors.limitExceeded(
              "Subscriber limit exceeded: There is a limit of " + bound + " tables per subscriber");
      case GLOBAL_INDEXES ->
          DynamoDbErrors.limitExceeded(
              "Subscriber limit exceeded: Number of GlobalSecondaryIndexes exceeds the per-table"
                  + " limit of "
                  + bound);
      case LOCAL_INDEXES ->
          DynamoDbErrors.invalidParameter(
              "Number of LocalSecondaryIndexes exceeds per-table limit of " + bound);
      case PROJECTED_ATTRIBUTES -> IndexRules.tooManyProjected(bound + 1);
      case ONLINE_INDEX_CHANGES ->
          DynamoDbErrors.limitExceeded(
              "Subscriber limit exceeded: Only "
                  + bound
                  + " online index can be created or deleted simultaneously per table");
      case TAGS -> TagRules.tooMany();
    };
  }
}
