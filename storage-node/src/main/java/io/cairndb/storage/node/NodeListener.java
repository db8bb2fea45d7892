package io.cairndb.storage.node;

import io.cairndb.placement.ShardId;
import io.cairndb.shard.ShardListener;
import io.cairndb.shard.StoredGroup;
import io.cairndb.storage.engine.EngineEvent;

/** What happens in a node that someone may want to log or count. Called on any thread. */
public interface NodeListener extends ShardListener {

  /** What background work does. */
  enum Work {
    /** Data that a change of schema left behind is deleted or indexed. */
    JOBS,
    /** Items are counted again after an unclean stop. */
    RECOUNT,
    /** Items are deleted because their time has come. */
    EXPIRY,
    /** Change records nobody needs any more are dropped. */
    TRIM_CHANGES,
    /** Tokens and marks of transactions are dropped after their window. */
    TRIM_TRANSACTIONS
  }

  /**
   * Background work did something.
   *
   * @param items how many items, records or keys it dealt with; positive
   */
  void onHousekeeping(ShardId shard, Work work, int items);

  /** Something happened in a shard's engine: damage was found, for one. */
  default void onEngineEvent(ShardId shard, EngineEvent event) {}

  /** A shard holds what the catalog does not know; told once for each group and start. */
  default void onOrphanedGroup(ShardId shard, StoredGroup group) {}

  /** A round of background work failed; it is tried again at the next tick. */
  void onHousekeepingFailure(Throwable failure);
}
