package io.cairndb.partition.manager;

import io.cairndb.placement.ShardId;
import java.util.List;

/** Tells where partitions may be placed. Thread-safe and quick. */
@FunctionalInterface
public interface Homes {

  /**
   * Shards that may take new partitions; at least one.
   *
   * @throws HomesUnavailableException when there is none yet
   */
  List<ShardId> shards();
}
