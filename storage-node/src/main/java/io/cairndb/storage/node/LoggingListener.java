package io.cairndb.storage.node;

import io.cairndb.placement.ShardId;
import io.cairndb.storage.engine.Damage;
import io.cairndb.storage.engine.EngineEvent;
import io.cairndb.storage.engine.EngineFailedException;
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
    switch (event) {
      case EngineEvent.DamageFound(Damage damage, EngineEvent.Finder finder) ->
          LOG.error(
              "a table is damaged; repair it from another copy shard={} file={} offset={}"
                  + " by={}: {}",
              shard,
              damage.file(),
              damage.offset(),
              finder,
              damage.detail());
      case EngineEvent.ScrubRoundEnded ended ->
          LOG.debug(
              "tables were scrubbed shard={} bytes={} took={} damaged={}",
              shard,
              ended.bytes(),
              ended.took(),
              ended.damagedTables());
    }
  }

  @Override
  public void onHousekeepingFailure(Throwable failure) {
    LOG.warn("housekeeping failed, goes on at the next tick", failure);
  }
}
