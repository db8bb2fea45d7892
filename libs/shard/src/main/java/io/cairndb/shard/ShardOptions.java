package io.cairndb.shard;

import io.cairndb.storage.engine.Durability;

/**
 * How a shard works.
 *
 * @param durability when the write of a single item counts as done; everything else is synced
 * @param queueCapacity most commands waiting or running; more are answered {@link
 *     Refusal.Overloaded}
 * @param maxRun most commands one submitting thread runs in a row before it hands on
 */
public record ShardOptions(Durability durability, int queueCapacity, int maxRun) {
  /** Durable writes; a queue far longer than clients of one node make. */
  public static final ShardOptions DEFAULT = new ShardOptions(Durability.SYNC, 8192, 256);
}
