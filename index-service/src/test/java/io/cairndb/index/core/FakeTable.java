package io.cairndb.index.core;

import io.cairndb.causality.Hlc;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A table of two partitions in memory, with a change log for each, and the indexes it has. */
final class FakeTable implements ChangeSource {
  static final UUID TABLE = new UUID(1, 1);

  final Map<String, Item> items = new LinkedHashMap<>();
  final Map<String, Long> lastChange = new LinkedHashMap<>();
  final List<SecondaryIndex> indexes = new ArrayList<>();
  PartitionMap partitions = PartitionMap.EMPTY;
  private final Map<PartitionId, List<ChangeRecord.Positioned>> logs = new LinkedHashMap<>();
  private final World world;
  private long nextPosition = 1;
  private long version;
  int largestRead;

  FakeTable(World world) {
    this.world = world;
    addPartitions(TABLE, 2);
    for (Partition partition : partitions.partitionsOf(TABLE)) {
      logs.put(partition.id(), new ArrayList<>());
    }
  }

  static SecondaryIndex index(int number, Projection.Kind projection, String key, String sort) {
    return new SecondaryIndex(
        new UUID(2, number),
        "index" + number,
        SecondaryIndex.Scope.GLOBAL,
        0,
        new KeySchema(
            List.of(new KeyAttribute(key, ScalarType.S)),
            List.of(new KeyAttribute(sort, ScalarType.N))),
        new Projection(projection, List.of()));
  }

  void addIndex(SecondaryIndex index) {
    indexes.add(index);
    addPartitions(index.id(), 2);
  }

  void removeIndex(SecondaryIndex index) {
    indexes.remove(index);
    partitions = partitions.without(index.id());
  }

  private void addPartitions(UUID group, int count) {
    List<Partition> made = new ArrayList<>();
    for (TokenRange range : TokenRange.split(count)) {
      made.add(
          new Partition(
              new PartitionId(partitionId(group, made.size())),
              group,
              range,
              new ShardId(0, made.size()),
              Epoch.FIRST));
    }
    partitions = partitions.with(group, made);
  }

  private static UUID partitionId(UUID group, int number) {
    return new UUID(
        group.getMostSignificantBits() * 1000 + group.getLeastSignificantBits(), number);
  }

  TableSchema schema() {
    return new TableSchema(
        TABLE,
        TABLE,
        "table",
        version,
        new KeySchema(List.of(new KeyAttribute("pk", ScalarType.S)), List.of()),
        List.of(),
        indexes,
        Optional.empty(),
        Optional.empty());
  }

  FeedTopology topology() {
    version++;
    return new FeedTopology(List.of(schema()), partitions);
  }

  /** Writes or, given null, removes an item. */
  PartitionId write(String pk, @Nullable Item item) {
    Item before = items.get(pk);
    if (item == null) {
      items.remove(pk);
    } else {
      items.put(pk, item);
    }
    ChangeRecord.Kind kind =
        item == null
            ? ChangeRecord.Kind.REMOVE
            : before == null ? ChangeRecord.Kind.INSERT : ChangeRecord.Kind.MODIFY;
    lastChange.put(pk, world.now());
    return append(pk, kind, before, item, Set.of());
  }

  /** Shows an existing item to an index that is being built. */
  PartitionId backfill(String pk, UUID indexId) {
    return append(pk, ChangeRecord.Kind.BACKFILL, null, items.get(pk), Set.of(indexId));
  }

  private PartitionId append(
      String pk,
      ChangeRecord.Kind kind,
      @Nullable Item before,
      @Nullable Item after,
      Set<UUID> indexIds) {
    Partition partition = partitionOf(pk);
    // Some records share a command's timestamp and differ in their index only.
    boolean sameCommand = world.chance(20);
    List<ChangeRecord.Positioned> log = Objects.requireNonNull(logs.get(partition.id()));
    ChangePosition position =
        sameCommand && !log.isEmpty()
            ? new ChangePosition(
                log.getLast().position().hlcMsb(), log.getLast().position().index() + 1)
            : new ChangePosition((world.now() << 16) + nextPosition++, 0);
    log.add(
        new ChangeRecord.Positioned(
            position,
            new ChangeRecord(
                Hlc.MIN, kind, TABLE, before, after, ChangeRecord.Origin.USER, false, indexIds)));
    return partition.id();
  }

  Partition partitionOf(String pk) {
    ItemKey key = ItemKey.of(schema().key(), Map.of("pk", new AttributeValue.S(pk)));
    return partitions.locate(TABLE, key.token());
  }

  /** Whether the logs are within the feeder's process. */
  boolean atHand;

  /** Chance, in percent, that a request over the network is not answered. */
  int lossPercent;

  /** Cut off: nothing can be asked. */
  boolean away;

  int tailsLost;

  private List<ChangeRecord.Positioned> records(
      Partition source, ChangePosition after, int maxRecords) {
    List<ChangeRecord.Positioned> found = new ArrayList<>();
    for (ChangeRecord.Positioned record : Objects.requireNonNull(logs.get(source.id()))) {
      if (found.size() < maxRecords && record.position().compareTo(after) > 0) {
        found.add(record);
      }
    }
    largestRead = Math.max(largestRead, found.size());
    return found;
  }

  @Override
  public CompletableFuture<List<ChangeRecord.Positioned>> read(
      Partition source, ChangePosition after, int maxRecords, long maxBytes) {
    if (world.chance(2)) {
      throw new IllegalStateException("the disk hiccups");
    }
    return atHand
        ? CompletableFuture.completedFuture(records(source, after, maxRecords))
        : overNetwork(() -> records(source, after, maxRecords));
  }

  @Override
  public CompletableFuture<ChangePosition> tail(Partition source) {
    if (atHand) {
      return CompletableFuture.completedFuture(newest(source));
    }
    CompletableFuture<ChangePosition> asked = overNetwork(() -> newest(source));
    var _ =
        asked.whenComplete(
            (tail, lost) -> {
              tailsLost += lost == null ? 0 : 1;
            });
    return asked;
  }

  /** An answer that is worked out on the way and may be lost. */
  private <T> CompletableFuture<T> overNetwork(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean lost = away || world.chance(lossPercent);
    world.later(
        world.random.nextInt(30),
        () -> {
          if (lost) {
            answer.completeExceptionally(new IllegalStateException("nobody answers"));
            return;
          }
          T value = question.get();
          world.later(world.random.nextInt(30), () -> answer.complete(value));
        });
    return answer;
  }

  @Override
  public @Nullable ChangePosition tailAtHand(Partition source) {
    return atHand ? newest(source) : null;
  }

  ChangePosition newest(Partition source) {
    List<ChangeRecord.Positioned> log = Objects.requireNonNull(logs.get(source.id()));
    return log.isEmpty() ? ChangePosition.BEGINNING : log.getLast().position();
  }

  ChangePosition newest(PartitionId source) {
    return Objects.requireNonNull(logs.get(source)).getLast().position();
  }
}
