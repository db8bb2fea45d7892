package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/** The auto scaling of a table, which has no replicas to list. */
public record DescribeTableReplicaAutoScalingResponse(String tableName, TableStatus tableStatus)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("TableAutoScalingDescription").beginObject();
    json.member("TableName").string(tableName);
    json.member("TableStatus").string(tableStatus.name());
    json.endObject();
    json.endObject();
  }
}
