package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The state of contributor insights for a table or an index. */
public record ContributorInsightsSummary(
    String tableName,
    @Nullable String indexName,
    ContributorInsightsStatus contributorInsightsStatus) {
  void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("TableName").string(tableName);
    Fields.text(json, "IndexName", indexName);
    json.member("ContributorInsightsStatus").string(contributorInsightsStatus.name());
    json.endObject();
  }
}
