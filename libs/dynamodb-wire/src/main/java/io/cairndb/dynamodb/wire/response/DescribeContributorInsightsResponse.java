package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The state of contributor insights for a table or an index. */
public record DescribeContributorInsightsResponse(
    String tableName,
    @Nullable String indexName,
    @Nullable List<String> contributorInsightsRuleList,
    ContributorInsightsStatus contributorInsightsStatus,
    @Nullable Instant lastUpdateDateTime)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    json.member("TableName").string(tableName);
    Fields.text(json, "IndexName", indexName);
    if (contributorInsightsRuleList != null) {
      Fields.strings(json, "ContributorInsightsRuleList", contributorInsightsRuleList);
    }
    json.member("ContributorInsightsStatus").string(contributorInsightsStatus.name());
    Fields.timestamp(json, "LastUpdateDateTime", lastUpdateDateTime);
    json.endObject();
  }
}
