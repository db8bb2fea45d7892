package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Reads change records from a position on. */
public record GetRecordsRequest(String shardIterator, @Nullable Integer limit) {
  private static final Members MEMBERS =
      Members.of("GetRecordsInput", "ShardIterator", "Limit").required("ShardIterator");

  public static GetRecordsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String shardIterator = null;
    Integer limit = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> shardIterator = in.string(Rules.SHARD_ITERATOR);
        case 1 -> limit = in.integer(SizeRule.POSITIVE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new GetRecordsRequest(RequestReader.present(shardIterator), limit);
  }
}
