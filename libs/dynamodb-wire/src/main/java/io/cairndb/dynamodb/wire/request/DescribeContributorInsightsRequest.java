package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Asks for the state of contributor insights. */
public record DescribeContributorInsightsRequest(String tableName, @Nullable String indexName) {
  private static final Members MEMBERS =
      Members.of("DescribeContributorInsightsInput", "TableName", "IndexName")
          .required("TableName");

  public static DescribeContributorInsightsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    String indexName = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> tableName = in.table();
        case 1 -> indexName = in.string(TableNames.NAME);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new DescribeContributorInsightsRequest(RequestReader.present(tableName), indexName);
  }
}
