package io.cairndb.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cairndb.causality.HybridClock;
import io.cairndb.causality.UuidV7;
import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import io.cairndb.index.core.FeedTopology;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.index.IndexEntries;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.InitialPlacement;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.ClusterView;
import io.cairndb.rpc.node.Connections;
import io.cairndb.rpc.node.StorageNodes;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.ShardStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Two storage nodes and a table with global indexes: the table's partitions on the first node and
 * the indexes' on the second, so that either end can be troubled alone. What the partition manager
 * would tell is said by the fixture.
 */
final class Cluster implements AutoCloseable {
  static final UUID TABLE = new UUID(3, 2);
  private static final UUID GROUP = new UUID(3, 3);
  private static final KeySchema KEY =
      new KeySchema(List.of(new KeyAttribute("pk", ScalarType.S)), List.of());
  private static final int MANY = 10_000;
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  final Node source = Node.start(1);
  final Node destination = Node.start(2);
  final Connections connections = new Connections(RpcOptions.DEFAULT);
  final StorageNodes shards = new StorageNodes(this::view, connections, DEADLINE);
  private final HybridClock catalogClock =
      new HybridClock(Clock.system(), 0, RandomSource.seeded(0));
  private final AtomicLong version = new AtomicLong();
  private final List<SecondaryIndex> indexes = new ArrayList<>();
  private final List<Runnable> watchers = new ArrayList<>();
  private PartitionMap partitions = PartitionMap.EMPTY;
  private volatile FeedTopology topology = new FeedTopology(List.of(), PartitionMap.EMPTY);

  Cluster() {
    partitions =
        partitions.with(
            GROUP, InitialPlacement.partitions(GROUP, 4, source.shards(), UUID::randomUUID));
    install();
  }

  ClusterView view() {
    return new ClusterView(1, List.of(source.member(), destination.member()), source.shards(), 1);
  }

  FeedTopology topology() {
    return topology;
  }

  /** Runs at every change of the topology. */
  void onChange(Runnable watcher) {
    watchers.add(watcher);
  }

  /** Makes an index known to the shards that record for it and keep it. */
  SecondaryIndex addIndex(String key) {
    UUID id = UuidV7.next(catalogClock);
    SecondaryIndex index =
        new SecondaryIndex(
            id,
            "by-" + key,
            SecondaryIndex.Scope.GLOBAL,
            0,
            new KeySchema(List.of(new KeyAttribute(key, ScalarType.S)), List.of()),
            new Projection(Projection.Kind.ALL, List.of()));
    indexes.add(index);
    partitions =
        partitions.with(
            id, InitialPlacement.partitions(id, 3, destination.shards(), UUID::randomUUID));
    install();
    return index;
  }

  /** Destinations first, then the shards that record, then those who feed. */
  private void install() {
    TableSchema schema = schema();
    List<Partition> all = new ArrayList<>();
    for (SecondaryIndex index : indexes) {
      all.addAll(partitions.partitionsOf(index.id()));
    }
    all.addAll(tablePartitions());
    Map<ShardId, List<Partition>> homes = new TreeMap<>();
    all.forEach(one -> homes.computeIfAbsent(one.home(), home -> new ArrayList<>()).add(one));
    homes.forEach((shard, own) -> shards.administration().install(shard, schema, own).join());
    topology = new FeedTopology(List.of(schema), partitions);
    watchers.forEach(Runnable::run);
  }

  TableSchema schema() {
    return new TableSchema(
        TABLE,
        GROUP,
        "t",
        version.incrementAndGet(),
        KEY,
        List.of(),
        indexes,
        Optional.empty(),
        Optional.empty());
  }

  List<Partition> tablePartitions() {
    return partitions.partitionsOf(GROUP);
  }

  List<Partition> partitionsOf(SecondaryIndex index) {
    return partitions.partitionsOf(index.id());
  }

  /** Shows what is in the table to the index, as the control plane does. */
  void backfill(SecondaryIndex index, Partition partition) {
    Optional<Bytes> after = Optional.empty();
    do {
      after = shards.administration().backfill(partition, index.id(), after, 7).join();
    } while (after.isPresent());
  }

  static Item item(String pk, String... more) {
    Map<String, AttributeValue> attributes = new HashMap<>();
    attributes.put("pk", new AttributeValue.S(pk));
    for (int i = 0; i < more.length; i += 2) {
      attributes.put(more[i], new AttributeValue.S(more[i + 1]));
    }
    return Item.of(attributes);
  }

  CompletableFuture<ShardResponse> put(Item item) {
    return write(item, new Mutation.Put(item));
  }

  CompletableFuture<ShardResponse> delete(String pk) {
    return write(item(pk), new Mutation.Delete());
  }

  private CompletableFuture<ShardResponse> write(Item item, Mutation mutation) {
    Command.WriteItem command = command(item, mutation);
    return shards.send(homeOf(command), command);
  }

  /** Writes without the network, and so while the node cannot be reached. */
  CommandResult putLocally(Item item) {
    Command.WriteItem command = command(item, new Mutation.Put(item));
    return source.core().submit(homeOf(command), command).join();
  }

  private Command.WriteItem command(Item item, Mutation mutation) {
    ItemKey key = ItemKey.of(KEY, item);
    return new Command.WriteItem(
        PartitionRef.of(partitions.locate(GROUP, key.token())),
        TABLE,
        key,
        mutation,
        Optional.empty(),
        false,
        null);
  }

  private ShardId homeOf(Command.WriteItem command) {
    return partitions.locate(GROUP, command.key().token()).home();
  }

  /** What the table holds. */
  List<Item> items() {
    List<Item> found = new ArrayList<>();
    tablePartitions().forEach(one -> found.addAll(scan(one, Optional.empty())));
    return found;
  }

  /** What the index holds, by the keys of its entries. */
  Map<Bytes, Item> entries(SecondaryIndex index) {
    Map<Bytes, Item> found = new TreeMap<>();
    for (Partition partition : partitionsOf(index)) {
      for (Item entry : scan(partition, Optional.of(index.id()))) {
        found.put(keyOf(index, entry), entry);
      }
    }
    return found;
  }

  /** What the index would hold if it were built from the table now. */
  Map<Bytes, Item> rebuilt(SecondaryIndex index) {
    Map<Bytes, Item> rebuilt = new TreeMap<>();
    TableSchema table = topology.tables().getFirst();
    for (Item item : items()) {
      IndexEntries.project(table, index, item)
          .ifPresent(entry -> rebuilt.put(keyOf(index, entry), entry));
    }
    return rebuilt;
  }

  private static Bytes keyOf(SecondaryIndex index, Item entry) {
    return Bytes.of(
        KeyLayout.globalEntry(index.id(), ItemKey.of(index.key(), entry), ItemKey.of(KEY, entry)));
  }

  private List<Item> scan(Partition partition, Optional<UUID> indexId) {
    List<Item> found = new ArrayList<>();
    Item after = null;
    do {
      Read read =
          new Read.RangeRead(
              PartitionRef.of(partition),
              TABLE,
              indexId,
              new Read.KeyRange.OfTokens(TokenRange.ALL),
              true,
              after,
              MANY,
              Read.RangeRead.PAGE_BYTES,
              Optional.empty(),
              Optional.empty(),
              false,
              false);
      ReadResult.RangePage page =
          assertInstanceOf(ReadResult.RangePage.class, shards.send(partition.home(), read).join());
      found.addAll(page.items());
      after = page.lastEvaluatedKey();
    } while (after != null);
    return found;
  }

  /** Compares with a rebuild, and the figures, which would show what was applied twice. */
  void requireEqualToRebuild(SecondaryIndex index) {
    Map<Bytes, Item> expected = rebuilt(index);
    Map<Bytes, Item> found = entries(index);
    assertEquals(expected.size(), found.size(), index.name() + " has too many entries or few");
    assertEquals(expected, found, index.name() + " differs from a rebuild");
    long bytes = expected.values().stream().mapToLong(Item::sizeInBytes).sum();
    ShardStatistics.Size figures = figures(index);
    if (figures != null) {
      assertEquals(
          new ShardStatistics.Size(expected.size(), bytes), figures, "figures of " + index.name());
    }
  }

  /** Null while a node that has lost power counts anew. */
  private ShardStatistics.@Nullable Size figures(SecondaryIndex index) {
    ShardStatistics.Size size = ShardStatistics.Size.ZERO;
    for (ShardId shard : destination.shards()) {
      ShardStatistics figures = shards.statistics(shard).join();
      if (!figures.exact()) {
        return null;
      }
      for (ShardStatistics.PartitionSize partition : figures.partitions()) {
        boolean ofIndex =
            partitionsOf(index).stream().anyMatch(one -> one.id().equals(partition.partition()));
        size = ofIndex ? size.plus(partition.size()) : size;
      }
    }
    return size;
  }

  @Override
  public void close() {
    shards.close();
    connections.close();
    source.close();
    destination.close();
  }
}
