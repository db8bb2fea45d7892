package io.cairndb.storage.node;

import io.cairndb.shard.ShardOptions;
import io.cairndb.storage.engine.EngineOptions;
import java.nio.file.Path;

/**
 * How a storage node is set up.
 *
 * @param directory data directory
 * @param nodeId number of the node, as in the partition map
 * @param shards shards of a new data directory, about one per core; an existing one keeps its
 *     number
 * @param engine options of each shard's engine
 */
public record StorageNodeOptions(
    Path directory,
    int nodeId,
    int shards,
    ShardOptions shard,
    EngineOptions engine,
    HousekeepingOptions housekeeping) {
  public StorageNodeOptions {
    if (shards < 1) {
      throw new IllegalArgumentException("a node needs a shard: " + shards);
    }
  }

  /** Defaults for one node. */
  public static StorageNodeOptions defaults(Path directory, int nodeId, int shards) {
    return new StorageNodeOptions(
        directory,
        nodeId,
        shards,
        ShardOptions.DEFAULT,
        EngineOptions.defaults(),
        HousekeepingOptions.DEFAULT);
  }
}
