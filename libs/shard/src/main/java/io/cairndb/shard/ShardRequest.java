package io.cairndb.shard;

/** What a shard is asked: to change something or to read something. */
public sealed interface ShardRequest permits Command, Read {}
