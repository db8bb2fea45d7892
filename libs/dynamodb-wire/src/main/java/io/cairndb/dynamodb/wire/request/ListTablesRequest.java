package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Lists the names of tables in pages. */
public record ListTablesRequest(@Nullable String exclusiveStartTableName, @Nullable Integer limit) {
  private static final Members MEMBERS =
      Members.of("ListTablesInput", "Limit", "ExclusiveStartTableName");

  public static ListTablesRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String exclusiveStartTableName = null;
    Integer limit = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> limit = in.integer(SizeRule.of(1, 100));
        case 1 -> exclusiveStartTableName = in.string(TableNames.NAME);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new ListTablesRequest(exclusiveStartTableName, limit);
  }
}
