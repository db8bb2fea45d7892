package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Asks for a position in a shard. */
public record GetShardIteratorRequest(
    String streamArn,
    String shardId,
    ShardIteratorType shardIteratorType,
    @Nullable String sequenceNumber) {
  private static final Members MEMBERS =
      Members.of(
              "GetShardIteratorInput",
              "StreamArn",
              "ShardId",
              "ShardIteratorType",
              "SequenceNumber")
          .required("StreamArn", "ShardId", "ShardIteratorType");

  public static GetShardIteratorRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String streamArn = null;
    String shardId = null;
    ShardIteratorType shardIteratorType = null;
    String sequenceNumber = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> streamArn = in.string(Rules.STREAM_ARN);
        case 1 -> shardId = in.string(Rules.SHARD_ID);
        case 2 -> shardIteratorType = in.enumeration(Enums.SHARD_ITERATOR_TYPE);
        case 3 -> sequenceNumber = in.string(Rules.SEQUENCE_NUMBER);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new GetShardIteratorRequest(
        RequestReader.present(streamArn),
        RequestReader.present(shardId),
        RequestReader.present(shardIteratorType),
        sequenceNumber);
  }
}
