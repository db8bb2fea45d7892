package io.cairndb.partition.manager;

import io.cairndb.control.plane.TableStatistics.Counts;
import io.cairndb.item.Bytes;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Shards that remember what they were told. Every partition of a table holds {@link #ITEMS} items;
 * an index entry is the item's number. A call can be made to fail, before or after its effect.
 */
public class FakeShards implements ShardAdmin {
  static final int ITEMS = 5;

  final Map<UUID, TableSchema> schemas = new HashMap<>();
  final Map<PartitionId, Partition> partitions = new HashMap<>();
  final Set<UUID> fenced = new TreeSet<>();

  /** By index, then by source partition: what was offered, and what the index has applied. */
  final Map<UUID, Map<PartitionId, Set<Integer>>> offered = new HashMap<>();

  final Map<UUID, Map<PartitionId, Set<Integer>>> applied = new HashMap<>();
  final Map<PartitionId, Set<Integer>> expiry = new HashMap<>();

  /** Keys left in a partition; absent before the first purge. */
  final Map<PartitionId, Integer> left = new HashMap<>();

  int calls;
  private int callsUntilFailure = Integer.MAX_VALUE;
  private boolean failingCallTakesEffect;

  void failCall(int n, boolean takesEffect) {
    callsUntilFailure = n;
    failingCallTakesEffect = takesEffect;
  }

  private <T> CompletableFuture<T> call(Supplier<T> effect) {
    calls++;
    if (--callsUntilFailure == 0) {
      if (failingCallTakesEffect) {
        var unused = effect.get();
      }
      return CompletableFuture.failedFuture(new IOException("injected"));
    }
    return CompletableFuture.completedFuture(effect.get());
  }

  @Override
  public CompletableFuture<Void> install(
      ShardId shard, TableSchema schema, List<Partition> installed) {
    return run(
        () -> {
          TableSchema known = schemas.get(schema.tableId());
          if (known == null || known.version() < schema.version()) {
            schemas.put(schema.tableId(), schema);
          }
          installed.forEach(partition -> partitions.put(partition.id(), partition));
        });
  }

  private CompletableFuture<Void> run(Runnable effect) {
    return call(() -> {
          effect.run();
          return true;
        })
        .thenAccept(done -> {});
  }

  @Override
  public CompletableFuture<Void> fence(ShardId shard, UUID tableId) {
    return run(
        () -> {
          fenced.add(tableId);
          schemas.remove(tableId);
        });
  }

  @Override
  public CompletableFuture<Optional<Bytes>> backfill(
      UUID tableId, UUID indexId, Partition partition, Optional<Bytes> after, int maxItems) {
    return call(() -> pass(offers(offered, indexId, partition), after, maxItems));
  }

  private static Set<Integer> offers(
      Map<UUID, Map<PartitionId, Set<Integer>>> from, UUID indexId, Partition partition) {
    return from.computeIfAbsent(indexId, id -> new HashMap<>())
        .computeIfAbsent(partition.id(), id -> new TreeSet<>());
  }

  private static Optional<Bytes> pass(Set<Integer> done, Optional<Bytes> after, int maxItems) {
    int from = after.map(cursor -> Integer.parseInt(cursor.utf8()) + 1).orElse(0);
    int to = Math.min(from + maxItems, ITEMS);
    for (int item = from; item < to; item++) {
      done.add(item);
    }
    return to == ITEMS ? Optional.empty() : Optional.of(Bytes.utf8(Integer.toString(to - 1)));
  }

  @Override
  public CompletableFuture<Void> awaitIndexCaughtUp(UUID tableId, UUID indexId, Partition source) {
    return run(() -> offers(applied, indexId, source).addAll(offers(offered, indexId, source)));
  }

  @Override
  public CompletableFuture<Optional<Bytes>> alignExpiry(
      UUID tableId, Partition partition, Optional<Bytes> after, int maxItems) {
    return call(
        () -> {
          TableSchema schema = schemas.get(tableId);
          if (schema == null || schema.ttlAttribute().isEmpty()) {
            expiry.remove(partition.id());
            return Optional.empty();
          }
          return pass(
              expiry.computeIfAbsent(partition.id(), id -> new TreeSet<>()), after, maxItems);
        });
  }

  @Override
  public CompletableFuture<Optional<Bytes>> purge(
      UUID tableId, Partition partition, Optional<Bytes> after, int maxKeys) {
    return call(
        () -> {
          if (!partitions.containsKey(partition.id())) {
            return Optional.empty();
          }
          int rest = left.getOrDefault(partition.id(), ITEMS) - maxKeys;
          left.put(partition.id(), Math.max(0, rest));
          if (rest > 0) {
            return Optional.of(Bytes.utf8(Integer.toString(rest)));
          }
          partitions.remove(partition.id());
          return Optional.empty();
        });
  }

  @Override
  public CompletableFuture<PartitionStatistics> statistics(UUID tableId, Partition partition) {
    Map<UUID, Counts> local = new TreeMap<>();
    TableSchema schema = schemas.get(tableId);
    if (schema != null && schema.groupId().equals(partition.groupId())) {
      schema.localIndexes().forEach(index -> local.put(index.id(), new Counts(1, 10)));
    }
    return CompletableFuture.completedFuture(
        new PartitionStatistics(new Counts(ITEMS, ITEMS * 100L), local));
  }
}
