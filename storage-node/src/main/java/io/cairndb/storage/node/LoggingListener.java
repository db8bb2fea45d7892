package io.cairndb.storage.node;

import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.StoredGroup;
import io.cairndb.storage.engine.EngineEvent;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.LoggedEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what happens to the log. Thread-safe. */
public final class LoggingListener implements NodeListener {
  private static final Logger LOG = LoggerFactory.getLogger(StorageNode.class);

  @Override
  public void onOverload(ShardId shard) {
    LOG.debug("command turned away, queue full shard={}", shard);
  }

  @Override
  public void onEngineFailure(ShardId shard, EngineFailedException failure) {
    LOG.error("engine failed, shard takes no more writes shard={}", shard, failure);
  }

  @Override
  public void onDefect(ShardId shard, String command, Throwable failure) {
    LOG.error("command could not be evaluated shard={} command={}", shard, command, failure);
  }

  @Override
  public void onHousekeeping(ShardId shard, Work work, int items) {
    LOG.debug("housekeeping shard={} work={} items={}", shard, work, items);
  }

  @Override
  public void onEngineEvent(ShardId shard, EngineEvent event) {
    new LoggedEvents(LOG, engine(shard)).on(event);
  }

  /** As its directory is called, which the tools take. */
  private static String engine(ShardId shard) {
    return "shard-" + shard.index();
  }

  @Override
  public void onOrphanedGroup(ShardId shard, StoredGroup group) {
    LOG.error(
        "the shard holds a {} that the catalog does not know, and keeps it; restore the catalog and"
            + " the shards from one backup (docs/runbooks/corruption.md) engine={} table={}"
            + " tableId={} index={} group={}",
        group.index().isPresent() ? "global index" : "table",
        engine(shard),
        group.table().map(TableSchema::name).orElse("unknown"),
        group.table().map(table -> table.tableId().toString()).orElse("unknown"),
        group.index().orElse("none"),
        group.group());
  }

  @Override
  public void onHousekeepingFailure(Throwable failure) {
    LOG.warn("housekeeping failed, goes on at the next tick", failure);
  }
}
