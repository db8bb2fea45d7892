package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Lists streams, of one table or of all. */
public record ListStreamsRequest(
    @Nullable String tableName, @Nullable Integer limit, @Nullable String exclusiveStartStreamArn) {
  private static final Members MEMBERS =
      Members.of("ListStreamsInput", "TableName", "Limit", "ExclusiveStartStreamArn");

  public static ListStreamsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    Integer limit = null;
    String exclusiveStartStreamArn = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> tableName = in.string(TableNames.NAME);
        case 1 -> limit = in.integer(SizeRule.POSITIVE);
        case 2 -> exclusiveStartStreamArn = in.string(Rules.STREAM_ARN);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new ListStreamsRequest(tableName, limit, exclusiveStartStreamArn);
  }
}
