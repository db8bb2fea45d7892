package io.cairndb.router.core.tables;

import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.request.DescribeContinuousBackupsRequest;
import io.cairndb.dynamodb.wire.request.DescribeContributorInsightsRequest;
import io.cairndb.dynamodb.wire.request.DescribeEndpointsRequest;
import io.cairndb.dynamodb.wire.request.DescribeGlobalTableRequest;
import io.cairndb.dynamodb.wire.request.DescribeGlobalTableSettingsRequest;
import io.cairndb.dynamodb.wire.request.DescribeKinesisStreamingDestinationRequest;
import io.cairndb.dynamodb.wire.request.DescribeLimitsRequest;
import io.cairndb.dynamodb.wire.request.DescribeTableReplicaAutoScalingRequest;
import io.cairndb.dynamodb.wire.request.ListBackupsRequest;
import io.cairndb.dynamodb.wire.request.ListContributorInsightsRequest;
import io.cairndb.dynamodb.wire.request.ListExportsRequest;
import io.cairndb.dynamodb.wire.request.ListGlobalTablesRequest;
import io.cairndb.dynamodb.wire.request.ListImportsRequest;
import io.cairndb.dynamodb.wire.request.UpdateContinuousBackupsRequest;
import io.cairndb.dynamodb.wire.response.ContinuousBackupsResponse;
import io.cairndb.dynamodb.wire.response.ContributorInsightsStatus;
import io.cairndb.dynamodb.wire.response.DescribeContributorInsightsResponse;
import io.cairndb.dynamodb.wire.response.DescribeEndpointsResponse;
import io.cairndb.dynamodb.wire.response.DescribeKinesisStreamingDestinationResponse;
import io.cairndb.dynamodb.wire.response.DescribeLimitsResponse;
import io.cairndb.dynamodb.wire.response.DescribeTableReplicaAutoScalingResponse;
import io.cairndb.dynamodb.wire.response.Endpoint;
import io.cairndb.dynamodb.wire.response.FeatureStatus;
import io.cairndb.dynamodb.wire.response.ListBackupsResponse;
import io.cairndb.dynamodb.wire.response.ListContributorInsightsResponse;
import io.cairndb.dynamodb.wire.response.ListExportsResponse;
import io.cairndb.dynamodb.wire.response.ListGlobalTablesResponse;
import io.cairndb.dynamodb.wire.response.ListImportsResponse;
import io.cairndb.dynamodb.wire.response.PointInTimeRecoveryDescription;
import io.cairndb.dynamodb.wire.response.Response;
import java.util.List;
import java.util.function.Supplier;

/**
 * What clients ask about an account, and about features this database does not have: they are
 * described as switched off, and switching one on is refused.
 */
final class AccountDescriptions {
  private static final long ACCOUNT_UNITS = 80_000;
  private static final long TABLE_UNITS = 40_000;
  private static final long ENDPOINT_CACHE_MINUTES = 1440;

  private final TableAccess tables;
  private final Supplier<String> endpoint;

  AccountDescriptions(TableAccess tables, Supplier<String> endpoint) {
    this.tables = tables;
    this.endpoint = endpoint;
  }

  List<BlockingOperation> operations() {
    return List.of(
        new BlockingOperation("DescribeLimits", (body, context) -> limits(body)),
        new BlockingOperation("DescribeEndpoints", (body, context) -> endpoints(body)),
        new BlockingOperation("DescribeContinuousBackups", (body, context) -> backups(body)),
        new BlockingOperation("UpdateContinuousBackups", (body, context) -> updateBackups(body)),
        new BlockingOperation("ListBackups", (body, context) -> listBackups(body)),
        new BlockingOperation("ListExports", (body, context) -> listExports(body)),
        new BlockingOperation("ListImports", (body, context) -> listImports(body)),
        new BlockingOperation(
            "DescribeKinesisStreamingDestination", (body, context) -> kinesis(body)),
        new BlockingOperation("DescribeContributorInsights", (body, context) -> insights(body)),
        new BlockingOperation("ListContributorInsights", (body, context) -> listInsights(body)),
        new BlockingOperation(
            "DescribeTableReplicaAutoScaling", (body, context) -> autoScaling(body)),
        new BlockingOperation("ListGlobalTables", (body, context) -> listGlobalTables(body)),
        new BlockingOperation("DescribeGlobalTable", (body, context) -> globalTable(body)),
        new BlockingOperation(
            "DescribeGlobalTableSettings", (body, context) -> globalTableSettings(body)));
  }

  private static Response limits(byte[] body) {
    DescribeLimitsRequest.parse(body);
    return new DescribeLimitsResponse(ACCOUNT_UNITS, ACCOUNT_UNITS, TABLE_UNITS, TABLE_UNITS);
  }

  private Response endpoints(byte[] body) {
    DescribeEndpointsRequest.parse(body);
    return new DescribeEndpointsResponse(
        List.of(new Endpoint(endpoint.get(), ENDPOINT_CACHE_MINUTES)));
  }

  private Response backups(byte[] body) {
    requireForBackups(DescribeContinuousBackupsRequest.parse(body).tableName());
    return recoveryDisabled();
  }

  private Response updateBackups(byte[] body) {
    UpdateContinuousBackupsRequest request = UpdateContinuousBackupsRequest.parse(body);
    requireForBackups(request.tableName());
    if (request.pointInTimeRecoverySpecification().pointInTimeRecoveryEnabled()) {
      throw DynamoDbErrors.continuousBackupsUnavailable(
          "Point in time recovery is not available in this version of the database");
    }
    return recoveryDisabled();
  }

  /** Backups have a not-found error of their own. */
  private void requireForBackups(String nameOrArn) {
    String name = Arns.tableName(nameOrArn);
    if (tables.find(name) == null) {
      throw DynamoDbErrors.tableNotFound(name);
    }
  }

  private static Response recoveryDisabled() {
    return new ContinuousBackupsResponse(
        FeatureStatus.ENABLED,
        new PointInTimeRecoveryDescription(FeatureStatus.DISABLED, null, null, null));
  }

  private static Response listBackups(byte[] body) {
    ListBackupsRequest.parse(body);
    return new ListBackupsResponse(List.of(), null);
  }

  private static Response listExports(byte[] body) {
    ListExportsRequest.parse(body);
    return new ListExportsResponse(List.of(), null);
  }

  private static Response listImports(byte[] body) {
    ListImportsRequest.parse(body);
    return new ListImportsResponse(List.of(), null);
  }

  private Response kinesis(byte[] body) {
    TableDescriptor table =
        tables.require(DescribeKinesisStreamingDestinationRequest.parse(body).tableName());
    return new DescribeKinesisStreamingDestinationResponse(table.name(), List.of());
  }

  private Response insights(byte[] body) {
    DescribeContributorInsightsRequest request = DescribeContributorInsightsRequest.parse(body);
    TableDescriptor table = tables.require(request.tableName());
    String index = request.indexName();
    if (index != null && !hasIndex(table, index)) {
      throw DynamoDbErrors.resourceNotFound(
          "Requested resource not found: Index: "
              + index
              + " not found for table: "
              + table.name());
    }
    return new DescribeContributorInsightsResponse(
        table.name(), index, null, ContributorInsightsStatus.DISABLED, null);
  }

  private static boolean hasIndex(TableDescriptor table, String name) {
    return table.globalIndex(name).isPresent()
        || table.schema().localIndexes().stream().anyMatch(index -> index.name().equals(name));
  }

  private static Response listInsights(byte[] body) {
    ListContributorInsightsRequest.parse(body);
    return new ListContributorInsightsResponse(List.of(), null);
  }

  private Response autoScaling(byte[] body) {
    TableDescriptor table =
        tables.require(DescribeTableReplicaAutoScalingRequest.parse(body).tableName());
    return new DescribeTableReplicaAutoScalingResponse(
        table.name(), TableDescriptions.status(table));
  }

  private static Response listGlobalTables(byte[] body) {
    ListGlobalTablesRequest.parse(body);
    return new ListGlobalTablesResponse(List.of(), null);
  }

  private static Response globalTable(byte[] body) {
    throw DynamoDbErrors.globalTableNotFound(
        DescribeGlobalTableRequest.parse(body).globalTableName());
  }

  private static Response globalTableSettings(byte[] body) {
    throw DynamoDbErrors.globalTableNotFound(
        DescribeGlobalTableSettingsRequest.parse(body).globalTableName());
  }
}
