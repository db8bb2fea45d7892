package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of contributor insights. */
public record ListContributorInsightsResponse(
    List<ContributorInsightsSummary> contributorInsightsSummaries, @Nullable String nextToken)
    implements Response {
  @Override
  public void writeTo(JsonWriter json) {
    json.beginObject();
    Fields.list(
        json,
        "ContributorInsightsSummaries",
        contributorInsightsSummaries,
        ContributorInsightsSummary::writeTo);
    Fields.text(json, "NextToken", nextToken);
    json.endObject();
  }
}
