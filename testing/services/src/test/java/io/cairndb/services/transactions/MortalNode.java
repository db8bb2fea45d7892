package io.cairndb.services.transactions;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.identity.NodeIdentity;
import io.cairndb.shard.Shard;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.storage.node.DataDirectory;
import io.cairndb.storage.node.LoggingListener;
import io.cairndb.storage.node.StorageNode;
import io.cairndb.storage.node.StorageNodeOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A storage node of one shard, without threads and without a network, that can die between any two
 * instructions and come back with what its files kept. Confined to one thread.
 */
final class MortalNode {
  private static final Path ROOT = Path.of("/data");
  private static final UUID CLUSTER = new UUID(7, 7);

  private final int number;
  private final Clock clock;
  private final MemoryFileSystem files = new MemoryFileSystem();
  private SimulatedWorkers workers = new SimulatedWorkers(true);
  private @Nullable StorageNode node;

  MortalNode(int number, Clock clock) {
    this.number = number;
    this.clock = clock;
    comeBack();
  }

  ShardId shardId() {
    return new ShardId(number, 0);
  }

  boolean isAway() {
    return node == null;
  }

  /** Of a node that is not away. */
  StorageNode core() {
    StorageNode present = node;
    if (present == null) {
      throw new IllegalStateException("node " + number + " is away");
    }
    return present;
  }

  Shard shard() {
    return core().shard(shardId());
  }

  /** Starts it from its files; nothing happens when it is there. */
  void comeBack() {
    if (node != null) {
      return;
    }
    workers = new SimulatedWorkers(true);
    try {
      DataDirectory directory =
          DataDirectory.openOfCluster(files, ROOT, 1, () -> new UUID(number, number));
      directory.join(new NodeIdentity.Membership(CLUSTER, number));
      node =
          StorageNode.open(
              directory,
              StorageNodeOptions.defaults(ROOT, number, 1),
              new StorageNode.Environment(
                  files,
                  clock,
                  new HybridClock(clock, number, RandomSource.seeded(number)),
                  workers,
                  Thread.ofPlatform().daemon(true).factory(),
                  new LoggingListener()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Carries a request out; the answer is there at once. */
  CompletableFuture<ShardResponse> send(ShardRequest request) {
    return core().send(shardId(), request).thenApply(response -> response);
  }

  /** As by SIGKILL: every byte written is kept. */
  void kill() {
    node = null;
    files.restart();
  }

  /** Decides a request, and loses power before anything of it is synced. */
  void losePowerDuring(ShardRequest request, long seed) {
    workers.setEager(false);
    CompletableFuture<?> _ = send(request);
    node = null;
    files.crash(seed);
  }
}
