package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of imports. */
public record ListImportsResponse(List<ImportSummary> importSummaryList, @Nullable String nextToken)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.list(json, "ImportSummaryList", importSummaryList, ImportSummary::writeTo);
    Fields.text(json, "NextToken", nextToken);
    json.endObject();
  }
}
