package io.cairndb.services.transactions;

import io.cairndb.coordinator.core.ShardGateway;
import io.cairndb.coordinator.core.TransactionRecords;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import java.util.concurrent.CompletableFuture;

/**
 * The way from one sender to the shards, cut once, at the message with a given number. A sender
 * that has stopped sends nothing and hears nothing. Confined to one thread.
 */
final class CutGateway implements ShardGateway, TransactionRecords {
  private static final int NEVER = -1;

  private final CutCluster cluster;
  private final Cut cut;
  private final int cutAt;
  private int messages;
  private boolean stopped;

  private CutGateway(CutCluster cluster, Cut cut, int cutAt) {
    this.cluster = cluster;
    this.cut = cut;
    this.cutAt = cutAt;
  }

  /** A sender to whom nothing happens. */
  static CutGateway whole(CutCluster cluster) {
    return new CutGateway(cluster, Cut.SENDER_BEFORE, NEVER);
  }

  /** The cut happens at the message of that number, from 0 on. */
  static CutGateway cutAt(CutCluster cluster, Cut cut, int message) {
    return new CutGateway(cluster, cut, message);
  }

  /** How many messages were sent, the one that was cut included. */
  int messages() {
    return messages;
  }

  @Override
  public CompletableFuture<ShardResponse> send(ShardId shard, ShardRequest request) {
    if (stopped) {
      return new CompletableFuture<>();
    }
    if (messages++ != cutAt) {
      CompletableFuture<ShardResponse> answer = cluster.deliver(shard, request);
      cluster.observe();
      return answer;
    }
    MortalNode node = cluster.node(shard);
    switch (cut) {
      case SENDER_BEFORE -> stopped = true;
      case SENDER_AFTER -> {
        stopped = true;
        CompletableFuture<?> _ = cluster.deliver(shard, request);
      }
      case NODE_BEFORE -> node.kill();
      case NODE_AFTER -> {
        CompletableFuture<?> _ = cluster.deliver(shard, request);
        node.kill();
      }
      case NODE_UNSYNCED -> cluster.losePowerDuring(shard, request, messages);
    }
    cluster.observe();
    return stopped
        ? new CompletableFuture<>()
        : CompletableFuture.completedFuture(CutCluster.lost(request));
  }

  @Override
  public CompletableFuture<Held> heldBy(ShardId shard) {
    if (stopped) {
      return new CompletableFuture<>();
    }
    MortalNode node = cluster.node(shard);
    if (messages++ == cutAt) {
      switch (cut) {
        case SENDER_BEFORE, SENDER_AFTER -> stopped = true;
        case NODE_BEFORE, NODE_AFTER, NODE_UNSYNCED -> node.kill();
      }
      cluster.observe();
    }
    if (stopped) {
      return new CompletableFuture<>();
    }
    return node.isAway()
        ? CompletableFuture.failedFuture(new IllegalStateException("away: " + shard))
        : cluster.heldBy(shard);
  }
}
