package io.cairndb.dynamodb.wire.request;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The parser of every request there is, by operation, in the order of their names. */
public final class RequestParsers {
  public static final Map<String, Function<byte[], Record>> BY_OPERATION = parsers();

  private RequestParsers() {}

  private static Map<String, Function<byte[], Record>> parsers() {
    Map<String, Function<byte[], Record>> all = new LinkedHashMap<>();
    all.put("BatchExecuteStatement", BatchExecuteStatementRequest::parse);
    all.put("BatchGetItem", BatchGetItemRequest::parse);
    all.put("BatchWriteItem", BatchWriteItemRequest::parse);
    all.put("CreateTable", CreateTableRequest::parse);
    all.put("DeleteItem", DeleteItemRequest::parse);
    all.put("DeleteResourcePolicy", DeleteResourcePolicyRequest::parse);
    all.put("DeleteTable", DeleteTableRequest::parse);
    all.put("DescribeContinuousBackups", DescribeContinuousBackupsRequest::parse);
    all.put("DescribeContributorInsights", DescribeContributorInsightsRequest::parse);
    all.put("DescribeEndpoints", DescribeEndpointsRequest::parse);
    all.put("DescribeGlobalTable", DescribeGlobalTableRequest::parse);
    all.put("DescribeGlobalTableSettings", DescribeGlobalTableSettingsRequest::parse);
    all.put(
        "DescribeKinesisStreamingDestination", DescribeKinesisStreamingDestinationRequest::parse);
    all.put("DescribeLimits", DescribeLimitsRequest::parse);
    all.put("DescribeStream", DescribeStreamRequest::parse);
    all.put("DescribeTable", DescribeTableRequest::parse);
    all.put("DescribeTableReplicaAutoScaling", DescribeTableReplicaAutoScalingRequest::parse);
    all.put("DescribeTimeToLive", DescribeTimeToLiveRequest::parse);
    all.put("ExecuteStatement", ExecuteStatementRequest::parse);
    all.put("ExecuteTransaction", ExecuteTransactionRequest::parse);
    all.put("GetItem", GetItemRequest::parse);
    all.put("GetRecords", GetRecordsRequest::parse);
    all.put("GetResourcePolicy", GetResourcePolicyRequest::parse);
    all.put("GetShardIterator", GetShardIteratorRequest::parse);
    all.put("ListBackups", ListBackupsRequest::parse);
    all.put("ListContributorInsights", ListContributorInsightsRequest::parse);
    all.put("ListExports", ListExportsRequest::parse);
    all.put("ListGlobalTables", ListGlobalTablesRequest::parse);
    all.put("ListImports", ListImportsRequest::parse);
    all.put("ListStreams", ListStreamsRequest::parse);
    all.put("ListTables", ListTablesRequest::parse);
    all.put("ListTagsOfResource", ListTagsOfResourceRequest::parse);
    all.put("PutItem", PutItemRequest::parse);
    all.put("PutResourcePolicy", PutResourcePolicyRequest::parse);
    all.put("Query", QueryRequest::parse);
    all.put("Scan", ScanRequest::parse);
    all.put("TagResource", TagResourceRequest::parse);
    all.put("TransactGetItems", TransactGetItemsRequest::parse);
    all.put("TransactWriteItems", TransactWriteItemsRequest::parse);
    all.put("UntagResource", UntagResourceRequest::parse);
    all.put("UpdateContinuousBackups", UpdateContinuousBackupsRequest::parse);
    all.put("UpdateItem", UpdateItemRequest::parse);
    all.put("UpdateTable", UpdateTableRequest::parse);
    all.put("UpdateTimeToLive", UpdateTimeToLiveRequest::parse);
    return all;
  }
}
