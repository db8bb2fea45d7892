package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of table names. */
public record ListTablesResponse(List<String> tableNames, @Nullable String lastEvaluatedTableName)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.strings(json, "TableNames", tableNames);
    Fields.text(json, "LastEvaluatedTableName", lastEvaluatedTableName);
    json.endObject();
  }
}
