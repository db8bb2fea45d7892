package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Lists imports of tables. */
public record ListImportsRequest(
    @Nullable String tableArn, @Nullable Integer pageSize, @Nullable String nextToken) {
  private static final Members MEMBERS =
      Members.of("ListImportsInput", "TableArn", "PageSize", "NextToken");

  public static ListImportsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableArn = null;
    Integer pageSize = null;
    String nextToken = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> tableArn = in.table();
        case 1 -> pageSize = in.integer(SizeRule.of(1, 25));
        case 2 -> nextToken = in.string(Rules.IMPORT_NEXT_TOKEN);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new ListImportsRequest(tableArn, pageSize, nextToken);
  }
}
