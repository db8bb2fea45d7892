package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of exports. */
public record ListExportsResponse(List<ExportSummary> exportSummaries, @Nullable String nextToken)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.list(json, "ExportSummaries", exportSummaries, ExportSummary::writeTo);
    Fields.text(json, "NextToken", nextToken);
    json.endObject();
  }
}
