package io.cairndb.storage.node;

import io.cairndb.placement.ShardId;
import io.cairndb.shard.StoredGroup;
import io.cairndb.storage.engine.EngineEvent;
import io.cairndb.storage.engine.EngineFailedException;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens in a storage node and passes it on. Thread-safe. */
public final class NodeCounters implements NodeListener {
  private final NodeListener next;
  private final Map<ShardId, OfShard> shards = new ConcurrentHashMap<>();
  private final LongAdder housekeepingFailures = new LongAdder();

  /** What happened in one shard since the start. */
  static final class OfShard {
    final LongAdder overloads = new LongAdder();
    final LongAdder engineFailures = new LongAdder();
    final LongAdder defects = new LongAdder();
    private final Map<Work, LongAdder> work = new EnumMap<>(Work.class);

    OfShard() {
      for (Work kind : Work.values()) {
        work.put(kind, new LongAdder());
      }
    }

    LongAdder items(Work kind) {
      LongAdder items = work.get(kind);
      if (items == null) {
        throw new IllegalStateException("not counted: " + kind);
      }
      return items;
    }
  }

  public NodeCounters(NodeListener next) {
    this.next = next;
  }

  OfShard of(ShardId shard) {
    return shards.computeIfAbsent(shard, id -> new OfShard());
  }

  /** Whether the engine of some shard has failed: it takes no more writes until it is reopened. */
  public boolean hasFailedEngine() {
    return shards.values().stream().anyMatch(shard -> shard.engineFailures.sum() > 0);
  }

  long housekeepingFailures() {
    return housekeepingFailures.sum();
  }

  @Override
  public void onOverload(ShardId shard) {
    of(shard).overloads.increment();
    next.onOverload(shard);
  }

  @Override
  public void onEngineFailure(ShardId shard, EngineFailedException failure) {
    of(shard).engineFailures.increment();
    next.onEngineFailure(shard, failure);
  }

  @Override
  public void onDefect(ShardId shard, String command, Throwable failure) {
    of(shard).defects.increment();
    next.onDefect(shard, command, failure);
  }

  @Override
  public void onHousekeeping(ShardId shard, Work work, int items) {
    of(shard).items(work).add(items);
    next.onHousekeeping(shard, work, items);
  }

  @Override
  public void onEngineEvent(ShardId shard, EngineEvent event) {
    next.onEngineEvent(shard, event);
  }

  @Override
  public void onOrphanedGroup(ShardId shard, StoredGroup group) {
    next.onOrphanedGroup(shard, group);
  }

  @Override
  public void onHousekeepingFailure(Throwable failure) {
    housekeepingFailures.increment();
    next.onHousekeepingFailure(failure);
  }
}
