package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Which shards of a stream to describe. */
public record ShardFilter(@Nullable ShardFilterType type, @Nullable String shardId) {
  private static final Members MEMBERS = Members.of("ShardFilter", "Type", "ShardId");

  static final Structure<ShardFilter> SHAPE = new Structure<>(MEMBERS, ShardFilter::read);

  private static @Nullable ShardFilter read(RequestReader in) {
    ShardFilterType type = null;
    String shardId = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> type = in.enumeration(Enums.SHARD_FILTER_TYPE);
        case 1 -> shardId = in.string(Rules.SHARD_ID);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    return new ShardFilter(type, shardId);
  }
}
