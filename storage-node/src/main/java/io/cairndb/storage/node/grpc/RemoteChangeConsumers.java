package io.cairndb.storage.node.grpc;

import io.cairndb.env.Clock;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.shard.ChangePosition;
import io.cairndb.storage.node.ChangeConsumers;
import io.cairndb.storage.node.StorageNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Asks the homes of index partitions, wherever they are, how far they have applied a change log.
 *
 * <p>Which indexes there are is said by the shard that keeps the log: it may have learnt of one
 * before the catalog here did, and then nothing goes. A home that cannot be asked holds everything
 * back that its index may lack; it is not asked again for some seconds, so that one node that is
 * away costs a round of trimming one wait. Answers are kept as long: cursors only move forward.
 *
 * <p>Thread-safe.
 */
public final class RemoteChangeConsumers implements ChangeConsumers {
  private static final long KEEP_NANOS = Duration.ofSeconds(5).toNanos();

  private final StorageNode node;
  private final StorageNodes nodes;
  private final Supplier<PartitionMap> partitions;
  private final Clock clock;
  private final Duration patience;
  private final Map<Fed, ChangePosition> cursors = new ConcurrentHashMap<>();
  private final Set<ShardId> silent = ConcurrentHashMap.newKeySet();
  private final AtomicLong keptSince;
  private final AtomicLong heldBack = new AtomicLong();

  /** An index partition and a partition it is fed from. */
  private record Fed(Partition destination, PartitionId source) {}

  /**
   * Consumers that are asked when needed.
   *
   * @param node the node that keeps the logs: its own index partitions are not asked over gRPC
   * @param patience longest wait for the answers about one log
   */
  public RemoteChangeConsumers(
      StorageNode node,
      StorageNodes nodes,
      Supplier<PartitionMap> partitions,
      Clock clock,
      Duration patience) {
    this.node = node;
    this.nodes = nodes;
    this.partitions = partitions;
    this.clock = clock;
    this.patience = patience;
    this.keptSince = new AtomicLong(clock.nanoTime());
  }

  /** How often records stayed because it could not be told whether an index needs them. */
  public long heldBack() {
    return heldBack.get();
  }

  @Override
  public ChangePosition consumed(TableSchema table, PartitionId source) {
    forgetOld();
    PartitionMap map = partitions.get();
    List<Fed> fed = new ArrayList<>();
    for (SecondaryIndex index : table.globalIndexes()) {
      List<Partition> destinations = map.partitionsOf(index.id());
      if (destinations.isEmpty()) {
        return holdBack();
      }
      destinations.forEach(destination -> fed.add(new Fed(destination, source)));
    }
    if (fed.stream().anyMatch(one -> silent.contains(one.destination().home()))) {
      return holdBack();
    }
    return leastOf(fed);
  }

  private ChangePosition leastOf(List<Fed> fed) {
    List<CompletableFuture<ChangePosition>> asked = new ArrayList<>(fed.size());
    fed.forEach(one -> asked.add(ask(one)));
    long deadline = clock.nanoTime() + patience.toNanos();
    ChangePosition least = ChangePosition.END;
    boolean complete = true;
    for (int i = 0; i < fed.size(); i++) {
      try {
        long left = Math.max(0, deadline - clock.nanoTime());
        ChangePosition cursor = asked.get(i).get(left, TimeUnit.NANOSECONDS);
        cursors.put(fed.get(i), cursor);
        least = cursor.compareTo(least) < 0 ? cursor : least;
      } catch (ExecutionException | TimeoutException unanswered) {
        silent.add(fed.get(i).destination().home());
        complete = false;
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        complete = false;
      }
    }
    return complete ? least : holdBack();
  }

  private CompletableFuture<ChangePosition> ask(Fed fed) {
    ChangePosition known = cursors.get(fed);
    if (known != null) {
      return CompletableFuture.completedFuture(known);
    }
    ShardId home = fed.destination().home();
    PartitionId destination = fed.destination().id();
    return node.shardIds().contains(home)
        ? CompletableFuture.completedFuture(
            node.changes(home).indexCursor(destination, fed.source()))
        : nodes.indexCursor(home, destination, fed.source());
  }

  private ChangePosition holdBack() {
    heldBack.incrementAndGet();
    return ChangePosition.BEGINNING;
  }

  private void forgetOld() {
    long now = clock.nanoTime();
    long since = keptSince.get();
    if (now - since >= KEEP_NANOS && keptSince.compareAndSet(since, now)) {
      cursors.clear();
      silent.clear();
    }
  }
}
