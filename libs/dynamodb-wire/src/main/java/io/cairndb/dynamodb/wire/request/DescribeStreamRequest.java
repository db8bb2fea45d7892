package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Asks for the shards of a stream. */
public record DescribeStreamRequest(
    String streamArn,
    @Nullable Integer limit,
    @Nullable String exclusiveStartShardId,
    @Nullable ShardFilter shardFilter) {
  private static final Members MEMBERS =
      Members.of(
              "DescribeStreamInput", "StreamArn", "Limit", "ExclusiveStartShardId", "ShardFilter")
          .required("StreamArn");

  public static DescribeStreamRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String streamArn = null;
    Integer limit = null;
    String exclusiveStartShardId = null;
    ShardFilter shardFilter = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> streamArn = in.string(Rules.STREAM_ARN);
        case 1 -> limit = in.integer(SizeRule.POSITIVE);
        case 2 -> exclusiveStartShardId = in.string(Rules.SHARD_ID);
        case 3 -> shardFilter = in.structure(ShardFilter.SHAPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new DescribeStreamRequest(
        RequestReader.present(streamArn), limit, exclusiveStartShardId, shardFilter);
  }
}
