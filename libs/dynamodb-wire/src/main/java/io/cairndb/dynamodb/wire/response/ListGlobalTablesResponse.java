package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of global tables. */
public record ListGlobalTablesResponse(
    List<GlobalTable> globalTables, @Nullable String lastEvaluatedGlobalTableName)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.list(json, "GlobalTables", globalTables, GlobalTable::writeTo);
    Fields.text(json, "LastEvaluatedGlobalTableName", lastEvaluatedGlobalTableName);
    json.endObject();
  }
}
