package io.cairndb.storage.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.StoredGroup;
import io.cairndb.storage.engine.EngineFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A table that the catalog has lost is told, and one that is made or dropped meanwhile is not. */
class OrphanedGroupsTest {
  private static final ShardId SHARD = new ShardId(1, 0);
  private static final KeySchema KEY =
      new KeySchema(List.of(new KeyAttribute("pk", ScalarType.S)), List.of());
  private static final TableSchema TABLE =
      new TableSchema(
          new UUID(1, 1),
          new UUID(1, 2),
          "orders",
          1,
          KEY,
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty());
  private static final Partition PARTITION =
      new Partition(
          new PartitionId(new UUID(1, 3)), TABLE.groupId(), TokenRange.ALL, SHARD, Epoch.FIRST);
  private static final PartitionMap KNOWN =
      PartitionMap.EMPTY.with(TABLE.groupId(), List.of(PARTITION));

  private final ManualClock clock = new ManualClock(1_800_000_000_000L);
  private final List<StoredGroup> told = new ArrayList<>();
  private final StorageNode node = open();

  OrphanedGroupsTest() throws IOException {}

  private StorageNode open() throws IOException {
    return StorageNode.open(
        StorageNodeOptions.defaults(Path.of("/data"), 1, 1),
        new StorageNode.Environment(
            new MemoryFileSystem(),
            clock,
            new HybridClock(clock, 1, RandomSource.seeded(1)),
            new SimulatedWorkers(true),
            Thread.ofPlatform().daemon(true).factory(),
            new NodeCounters(new Listener())));
  }

  private final class Listener implements NodeListener {
    private final LoggingListener log = new LoggingListener();

    @Override
    public void onOrphanedGroup(ShardId shard, StoredGroup group) {
      log.onOrphanedGroup(shard, group);
      told.add(group);
    }

    @Override
    public void onOverload(ShardId shard) {
      log.onOverload(shard);
    }

    @Override
    public void onEngineFailure(ShardId shard, EngineFailedException failure) {
      throw failure;
    }

    @Override
    public void onDefect(ShardId shard, String command, Throwable failure) {
      throw new AssertionError(command, failure);
    }

    @Override
    public void onHousekeeping(ShardId shard, Work work, int items) {
      log.onHousekeeping(shard, work, items);
    }

    @Override
    public void onHousekeepingFailure(Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  private void install() {
    node.submit(SHARD, new Command.InstallSchema(TABLE, List.of(PARTITION))).join();
  }

  private void drop() {
    node.submit(SHARD, new Command.DropTable(TABLE.tableId())).join();
  }

  private void minutePasses() {
    clock.advance(HousekeepingOptions.DEFAULT.orphanInterval());
    node.runHousekeeping();
  }

  @Test
  void aTableThatTheCatalogHasLostIsToldOnce() {
    install();
    node.setCatalog(() -> Optional.of(PartitionMap.EMPTY), Duration.ZERO);
    node.compareWithCatalog();
    assertEquals(1, node.orphanedGroups(SHARD));
    assertEquals(
        List.of(new StoredGroup(TABLE.groupId(), Optional.of(TABLE), Optional.empty())), told);
    minutePasses();
    assertEquals(1, told.size());
    node.setCatalog(() -> Optional.of(KNOWN), Duration.ZERO);
    minutePasses();
    assertEquals(0, node.orphanedGroups(SHARD), "the catalog is back");
  }

  @Test
  void aTableThatIsDroppedBetweenTheLooksIsNone() {
    install();
    Supplier<Optional<PartitionMap>> dropping =
        () -> {
          drop();
          return Optional.of(PartitionMap.EMPTY);
        };
    node.setCatalog(dropping, Duration.ZERO);
    node.compareWithCatalog();
    assertEquals(0, node.orphanedGroups(SHARD));
    minutePasses();
    assertEquals(List.of(), told);
  }

  @Test
  void aTableThatIsCreatedBetweenTheLooksIsNone() {
    Supplier<Optional<PartitionMap>> creating =
        () -> {
          install();
          return Optional.of(PartitionMap.EMPTY);
        };
    node.setCatalog(creating, Duration.ZERO);
    node.compareWithCatalog();
    assertEquals(0, node.orphanedGroups(SHARD));
    assertEquals(List.of(), told);
  }

  @Test
  void aCatalogThatComesLateIsWaitedFor() {
    install();
    node.setCatalog(() -> Optional.of(PartitionMap.EMPTY), Duration.ofSeconds(90));
    node.compareWithCatalog();
    minutePasses();
    assertEquals(0, node.orphanedGroups(SHARD));
    node.setCatalog(Optional::empty, Duration.ofSeconds(90));
    minutePasses();
    node.setCatalog(() -> Optional.of(PartitionMap.EMPTY), Duration.ofSeconds(90));
    minutePasses();
    assertEquals(0, node.orphanedGroups(SHARD), "what came before the silence does not count");
    minutePasses();
    assertEquals(List.of(), told);
    minutePasses();
    assertEquals(1, node.orphanedGroups(SHARD));
    assertEquals(1, told.size());
  }

  @Test
  void nothingIsDeletedBecauseOfIt() {
    install();
    Item item = Item.of(Map.of("pk", new AttributeValue.S("kept")));
    ItemKey key = ItemKey.of(KEY, item);
    PartitionRef at = PartitionRef.of(PARTITION);
    Command write =
        new Command.WriteItem(
            at, TABLE.tableId(), key, new Mutation.Put(item), Optional.empty(), false, null);
    assertInstanceOf(CommandResult.Written.class, node.submit(SHARD, write).join());
    node.setCatalog(() -> Optional.of(PartitionMap.EMPTY), Duration.ZERO);
    node.compareWithCatalog();
    minutePasses();
    minutePasses();
    assertEquals(1, node.orphanedGroups(SHARD));
    assertEquals(List.of(TABLE), node.shard(SHARD).reader().tables());
    ReadResult read = node.shard(SHARD).reader().read(new Read.GetItem(at, TABLE.tableId(), key));
    assertEquals(item, assertInstanceOf(ReadResult.ItemRead.class, read).item());
  }
}
