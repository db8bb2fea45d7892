package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Lists exports of tables. */
public record ListExportsRequest(
    @Nullable String tableArn, @Nullable Integer maxResults, @Nullable String nextToken) {
  private static final Members MEMBERS =
      Members.of("ListExportsInput", "TableArn", "MaxResults", "NextToken");

  public static ListExportsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableArn = null;
    Integer maxResults = null;
    String nextToken = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> tableArn = in.table();
        case 1 -> maxResults = in.integer(SizeRule.of(1, 25));
        case 2 -> nextToken = in.string();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new ListExportsRequest(tableArn, maxResults, nextToken);
  }
}
