package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.KeySchemaElement;
import io.cairndb.item.schema.StreamView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream and its shards. */
public record StreamDescription(
    String streamArn,
    String streamLabel,
    StreamStatus streamStatus,
    StreamView streamViewType,
    @Nullable Instant creationRequestDateTime,
    String tableName,
    List<KeySchemaElement> keySchema,
    List<StreamShard> shards,
    @Nullable String lastEvaluatedShardId) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("StreamArn").string(streamArn);
    json.member("StreamLabel").string(streamLabel);
    json.member("StreamStatus").string(streamStatus.name());
    json.member("StreamViewType").string(streamViewType.name());
    Fields.timestamp(json, "CreationRequestDateTime", creationRequestDateTime);
    json.member("TableName").string(tableName);
    Shapes.keySchema(json, "KeySchema", keySchema);
    Fields.list(json, "Shards", shards, StreamShard::writeTo);
    Fields.text(json, "LastEvaluatedShardId", lastEvaluatedShardId);
    json.endObject();
  }
}
