package io.cairndb.shard;

/** What a shard answers to a {@link ShardRequest}. */
public sealed interface ShardResponse permits CommandResult, ReadResult {}
