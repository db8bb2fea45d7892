package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;

/** Where the changes of a table are copied to. */
public record DescribeKinesisStreamingDestinationResponse(
    String tableName, List<KinesisDataStreamDestination> kinesisDataStreamDestinations)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("TableName").string(tableName);
    Fields.list(
        json,
        "KinesisDataStreamDestinations",
        kinesisDataStreamDestinations,
        KinesisDataStreamDestination::writeTo);
    json.endObject();
  }
}
