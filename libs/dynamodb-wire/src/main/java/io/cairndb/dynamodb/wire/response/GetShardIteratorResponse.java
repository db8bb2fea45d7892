package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/** A position in a shard. */
public record GetShardIteratorResponse(String shardIterator) implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("ShardIterator").string(shardIterator);
    json.endObject();
  }
}
