package io.cairndb.placement;

import java.util.UUID;

/**
 * A range of tokens of one table group and the shard that serves it.
 *
 * @param groupId the table group: the group of a table, or the id of a global index
 */
public record Partition(
    PartitionId id, UUID groupId, TokenRange range, ShardId home, Epoch epoch) {}
