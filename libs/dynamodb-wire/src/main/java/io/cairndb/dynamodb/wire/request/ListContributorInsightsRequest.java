package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Lists tables with contributor insights. */
public record ListContributorInsightsRequest(
    @Nullable String tableName, @Nullable String nextToken, @Nullable Integer maxResults) {
  private static final Members MEMBERS =
      Members.of("ListContributorInsightsInput", "TableName", "NextToken", "MaxResults");

  public static ListContributorInsightsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    String nextToken = null;
    Integer maxResults = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> tableName = in.table();
        case 1 -> nextToken = in.string();
        case 2 -> maxResults = in.integer(SizeRule.of(0, 100));
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new ListContributorInsightsRequest(tableName, nextToken, maxResults);
  }
}
