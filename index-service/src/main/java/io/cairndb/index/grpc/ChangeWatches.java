package io.cairndb.index.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cairndb.env.RandomSource;
import io.cairndb.index.core.GlobalIndexes;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.CallFailure;
import io.cairndb.rpc.Calls;
import io.cairndb.rpc.Delays;
import io.cairndb.rpc.Pauses;
import io.cairndb.rpc.node.ChangeFollower;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.shard.ChangePosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the change logs of every shard there is, one stream each. A stream that ends is opened
 * again after a growing pause; what was told of in between is not lost: a stream begins with where
 * every log of its shard ends, and every feed of the shard looks then. Thread-safe.
 */
public final class ChangeWatches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeWatches.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(1600);

  private final StorageNodes nodes;
  private final GlobalIndexes indexes;
  private final Delays delays;
  private final RandomSource random;

  @GuardedBy("this")
  private final Map<ShardId, Watch> watches = new HashMap<>();

  @GuardedBy("this")
  private boolean closed;

  public ChangeWatches(
      StorageNodes nodes, GlobalIndexes indexes, Delays delays, RandomSource random) {
    this.nodes = nodes;
    this.indexes = indexes;
    this.delays = delays;
    this.random = random;
  }

  /** Follows these shards and no others. */
  public void follow(Collection<ShardId> shards) {
    List<Watch> opening = new ArrayList<>();
    List<Watch> closing = new ArrayList<>();
    synchronized (this) {
      if (closed) {
        return;
      }
      for (Iterator<Watch> all = watches.values().iterator(); all.hasNext(); ) {
        Watch watch = all.next();
        if (!shards.contains(watch.shard)) {
          all.remove();
          closing.add(watch);
        }
      }
      for (ShardId shard : shards) {
        if (!watches.containsKey(shard)) {
          Watch watch = new Watch(shard);
          watches.put(shard, watch);
          opening.add(watch);
        }
      }
    }
    closing.forEach(Watch::close);
    opening.forEach(Watch::open);
  }

  /** Streams that are open and have told something, for meters. */
  public synchronized int connected() {
    return (int) watches.values().stream().filter(watch -> watch.heard).count();
  }

  /** Shards that are followed or ought to be. */
  public synchronized int followed() {
    return watches.size();
  }

  @Override
  public void close() {
    List<Watch> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(watches.values());
      watches.clear();
    }
    open.forEach(Watch::close);
  }

  /** One shard; its streams come one after the other. */
  private final class Watch implements ChangeFollower {
    private final ShardId shard;
    private volatile boolean heard;

    @GuardedBy("this")
    private Calls.@Nullable Subscription subscription;

    @GuardedBy("this")
    private boolean left;

    @GuardedBy("this")
    private final Pauses pauses = new Pauses(FIRST_PAUSE, LONGEST_PAUSE, random);

    Watch(ShardId shard) {
      this.shard = shard;
    }

    void open() {
      // Its end may be told before this returns, and then the next stream is only planned.
      Calls.Subscription opened = nodes.watchChanges(shard, this);
      boolean superfluous;
      synchronized (this) {
        superfluous = left;
        subscription = opened;
      }
      if (superfluous) {
        opened.close();
      }
    }

    @Override
    public void onChanges(PartitionId partition, ChangePosition tail) {
      if (!heard) {
        heard = true;
        synchronized (this) {
          pauses.reset();
        }
        LOG.debug("change logs of {} are followed", shard);
        indexes.onChanges(shard);
      }
      indexes.onChanges(partition, tail);
    }

    @Override
    public void onEnd(CallFailure reason) {
      Duration pause;
      synchronized (this) {
        if (left) {
          return;
        }
        pause = pauses.next();
      }
      if (heard) {
        heard = false;
        LOG.info("change logs of {} are not heard for now: {}", shard, reason.reason());
      }
      delays.after(pause, this::openAgain);
    }

    private void openAgain() {
      synchronized (this) {
        if (left) {
          return;
        }
      }
      open();
    }

    void close() {
      Calls.Subscription open;
      synchronized (this) {
        left = true;
        open = subscription;
      }
      if (open != null) {
        open.close();
      }
    }
  }
}
