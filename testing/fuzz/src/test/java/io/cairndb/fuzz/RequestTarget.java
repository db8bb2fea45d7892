package io.cairndb.fuzz;

import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.request.BatchExecuteStatementRequest;
import io.cairndb.dynamodb.wire.request.BatchGetItemRequest;
import io.cairndb.dynamodb.wire.request.BatchWriteItemRequest;
import io.cairndb.dynamodb.wire.request.CreateTableRequest;
import io.cairndb.dynamodb.wire.request.DeleteItemRequest;
import io.cairndb.dynamodb.wire.request.DeleteResourcePolicyRequest;
import io.cairndb.dynamodb.wire.request.DeleteTableRequest;
import io.cairndb.dynamodb.wire.request.DescribeContinuousBackupsRequest;
import io.cairndb.dynamodb.wire.request.DescribeContributorInsightsRequest;
import io.cairndb.dynamodb.wire.request.DescribeEndpointsRequest;
import io.cairndb.dynamodb.wire.request.DescribeGlobalTableRequest;
import io.cairndb.dynamodb.wire.request.DescribeGlobalTableSettingsRequest;
import io.cairndb.dynamodb.wire.request.DescribeKinesisStreamingDestinationRequest;
import io.cairndb.dynamodb.wire.request.DescribeLimitsRequest;
import io.cairndb.dynamodb.wire.request.DescribeStreamRequest;
import io.cairndb.dynamodb.wire.request.DescribeTableReplicaAutoScalingRequest;
import io.cairndb.dynamodb.wire.request.DescribeTableRequest;
import io.cairndb.dynamodb.wire.request.DescribeTimeToLiveRequest;
import io.cairndb.dynamodb.wire.request.ExecuteStatementRequest;
import io.cairndb.dynamodb.wire.request.ExecuteTransactionRequest;
import io.cairndb.dynamodb.wire.request.GetItemRequest;
import io.cairndb.dynamodb.wire.request.GetRecordsRequest;
import io.cairndb.dynamodb.wire.request.GetResourcePolicyRequest;
import io.cairndb.dynamodb.wire.request.GetShardIteratorRequest;
import io.cairndb.dynamodb.wire.request.ListBackupsRequest;
import io.cairndb.dynamodb.wire.request.ListContributorInsightsRequest;
import io.cairndb.dynamodb.wire.request.ListExportsRequest;
import io.cairndb.dynamodb.wire.request.ListGlobalTablesRequest;
import io.cairndb.dynamodb.wire.request.ListImportsRequest;
import io.cairndb.dynamodb.wire.request.ListStreamsRequest;
import io.cairndb.dynamodb.wire.request.ListTablesRequest;
import io.cairndb.dynamodb.wire.request.ListTagsOfResourceRequest;
import io.cairndb.dynamodb.wire.request.PutItemRequest;
import io.cairndb.dynamodb.wire.request.PutResourcePolicyRequest;
import io.cairndb.dynamodb.wire.request.QueryRequest;
import io.cairndb.dynamodb.wire.request.ScanRequest;
import io.cairndb.dynamodb.wire.request.TagResourceRequest;
import io.cairndb.dynamodb.wire.request.TransactGetItemsRequest;
import io.cairndb.dynamodb.wire.request.TransactWriteItemsRequest;
import io.cairndb.dynamodb.wire.request.UntagResourceRequest;
import io.cairndb.dynamodb.wire.request.UpdateContinuousBackupsRequest;
import io.cairndb.dynamodb.wire.request.UpdateItemRequest;
import io.cairndb.dynamodb.wire.request.UpdateTableRequest;
import io.cairndb.dynamodb.wire.request.UpdateTimeToLiveRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The JSON reader and the parser of every request: a request or one of DynamoDB's errors. */
final class RequestTarget implements FuzzTarget {
  private static final Map<String, Function<byte[], Record>> PARSERS = new LinkedHashMap<>();

  static {
    PARSERS.put("BatchExecuteStatement", BatchExecuteStatementRequest::parse);
    PARSERS.put("BatchGetItem", BatchGetItemRequest::parse);
    PARSERS.put("BatchWriteItem", BatchWriteItemRequest::parse);
    PARSERS.put("CreateTable", CreateTableRequest::parse);
    PARSERS.put("DeleteItem", DeleteItemRequest::parse);
    PARSERS.put("DeleteResourcePolicy", DeleteResourcePolicyRequest::parse);
    PARSERS.put("DeleteTable", DeleteTableRequest::parse);
    PARSERS.put("DescribeContinuousBackups", DescribeContinuousBackupsRequest::parse);
    PARSERS.put("DescribeContributorInsights", DescribeContributorInsightsRequest::parse);
    PARSERS.put("DescribeEndpoints", DescribeEndpointsRequest::parse);
    PARSERS.put("DescribeGlobalTable", DescribeGlobalTableRequest::parse);
    PARSERS.put("DescribeGlobalTableSettings", DescribeGlobalTableSettingsRequest::parse);
    PARSERS.put(
        "DescribeKinesisStreamingDestination", DescribeKinesisStreamingDestinationRequest::parse);
    PARSERS.put("DescribeLimits", DescribeLimitsRequest::parse);
    PARSERS.put("DescribeStream", DescribeStreamRequest::parse);
    PARSERS.put("DescribeTable", DescribeTableRequest::parse);
    PARSERS.put("DescribeTableReplicaAutoScaling", DescribeTableReplicaAutoScalingRequest::parse);
    PARSERS.put("DescribeTimeToLive", DescribeTimeToLiveRequest::parse);
    PARSERS.put("ExecuteStatement", ExecuteStatementRequest::parse);
    PARSERS.put("ExecuteTransaction", ExecuteTransactionRequest::parse);
    PARSERS.put("GetItem", GetItemRequest::parse);
    PARSERS.put("GetRecords", GetRecordsRequest::parse);
    PARSERS.put("GetResourcePolicy", GetResourcePolicyRequest::parse);
    PARSERS.put("GetShardIterator", GetShardIteratorRequest::parse);
    PARSERS.put("ListBackups", ListBackupsRequest::parse);
    PARSERS.put("ListContributorInsights", ListContributorInsightsRequest::parse);
    PARSERS.put("ListExports", ListExportsRequest::parse);
    PARSERS.put("ListGlobalTables", ListGlobalTablesRequest::parse);
    PARSERS.put("ListImports", ListImportsRequest::parse);
    PARSERS.put("ListStreams", ListStreamsRequest::parse);
    PARSERS.put("ListTables", ListTablesRequest::parse);
    PARSERS.put("ListTagsOfResource", ListTagsOfResourceRequest::parse);
    PARSERS.put("PutItem", PutItemRequest::parse);
    PARSERS.put("PutResourcePolicy", PutResourcePolicyRequest::parse);
    PARSERS.put("Query", QueryRequest::parse);
    PARSERS.put("Scan", ScanRequest::parse);
    PARSERS.put("TagResource", TagResourceRequest::parse);
    PARSERS.put("TransactGetItems", TransactGetItemsRequest::parse);
    PARSERS.put("TransactWriteItems", TransactWriteItemsRequest::parse);
    PARSERS.put("UntagResource", UntagResourceRequest::parse);
    PARSERS.put("UpdateContinuousBackups", UpdateContinuousBackupsRequest::parse);
    PARSERS.put("UpdateItem", UpdateItemRequest::parse);
    PARSERS.put("UpdateTable", UpdateTableRequest::parse);
    PARSERS.put("UpdateTimeToLive", UpdateTimeToLiveRequest::parse);
  }

  private final List<String> operations = List.copyOf(PARSERS.keySet());

  @Override
  public List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    for (Map.Entry<String, String> example : Requests.examples()) {
      seeds.add(Seeds.selecting(operations.indexOf(example.getKey()), example.getValue()));
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) {
    if (input.length == 0) {
      return;
    }
    String operation = operations.get(Math.floorMod(input[0], operations.size()));
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    try {
      Record request = Objects.requireNonNull(PARSERS.get(operation)).apply(body);
      Record again = Objects.requireNonNull(PARSERS.get(operation)).apply(body);
      Check.that(request.equals(again), "the same request");
    } catch (DynamoDbException refused) {
      String message = refused.getMessage();
      Check.that(message == null || message.length() < 100_000, "a bounded message");
    }
  }
}
