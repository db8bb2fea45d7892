package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Change records, and where to go on.
 *
 * @param nextShardIterator null at the end of a closed shard
 */
public record GetRecordsResponse(List<ChangeRecord> records, @Nullable String nextShardIterator)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.list(json, "Records", records, ChangeRecord::writeTo);
    Fields.text(json, "NextShardIterator", nextShardIterator);
    json.endObject();
  }
}
