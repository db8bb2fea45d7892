package io.cairndb.storage.node;

import io.cairndb.placement.ShardId;
import io.cairndb.shard.ShardListener;

/** What happens in a node that someone may want to log or count. Called on any thread. */
public interface NodeListener extends ShardListener {

  /** Background work did something: expired items, dropped records, purged keys, … */
  void onHousekeeping(ShardId shard, String kind, int items);

  /** A round of background work failed; it is tried again at the next tick. */
  void onHousekeepingFailure(Throwable failure);
}
