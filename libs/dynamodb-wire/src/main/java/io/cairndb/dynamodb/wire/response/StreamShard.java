package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** A part of a stream that is read in order. */
public record StreamShard(
    String shardId, SequenceNumberRange sequenceNumberRange, @Nullable String parentShardId) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("ShardId").string(shardId);
    sequenceNumberRange.writeTo(json.member("SequenceNumberRange"));
    Fields.text(json, "ParentShardId", parentShardId);
    json.endObject();
  }
}
