package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Lists global tables of the first version. */
public record ListGlobalTablesRequest(
    @Nullable String exclusiveStartGlobalTableName,
    @Nullable Integer limit,
    @Nullable String regionName) {
  private static final Members MEMBERS =
      Members.of("ListGlobalTablesInput", "ExclusiveStartGlobalTableName", "Limit", "RegionName");

  public static ListGlobalTablesRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String exclusiveStartGlobalTableName = null;
    Integer limit = null;
    String regionName = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> exclusiveStartGlobalTableName = in.string(TableNames.NAME);
        case 1 -> limit = in.integer(SizeRule.POSITIVE);
        case 2 -> regionName = in.string();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new ListGlobalTablesRequest(exclusiveStartGlobalTableName, limit, regionName);
  }
}
