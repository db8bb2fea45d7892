package io.cairndb.storage.node;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.Number38;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.StreamView;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardStatistics;
import io.cairndb.storage.engine.CorruptionException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two shards in one data directory: routing, restarts and the work that comes with time. */
final class StorageNodeTest {
  private static final Path DIRECTORY = Path.of("/data");
  private static final long START_MILLIS = 1_800_000_000_000L;
  private static final long START_SECONDS = START_MILLIS / 1000;
  private static final KeySchema KEY =
      new KeySchema(List.of(new KeyAttribute("pk", ScalarType.S)), List.of());
  private static final SecondaryIndex INDEX =
      new SecondaryIndex(
          new UUID(3, 1),
          "by-g",
          SecondaryIndex.Scope.GLOBAL,
          0,
          new KeySchema(List.of(new KeyAttribute("g", ScalarType.S)), List.of()),
          new Projection(Projection.Kind.ALL, List.of()));
  private static final UUID TABLE = new UUID(3, 2);
  private static final UUID GROUP = new UUID(3, 3);
  private static final List<Partition> PARTITIONS = partitions();
  private static final Partition INDEX_PARTITION =
      new Partition(
          new PartitionId(new UUID(4, 9)),
          INDEX.id(),
          TokenRange.ALL,
          new ShardId(1, 1),
          Epoch.FIRST);

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final ManualClock clock = new ManualClock(START_MILLIS);
  private StorageNode node = open();

  StorageNodeTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  @Test
  void requestsGoToTheHomeOfTheirPartition() {
    install(schema(1, false));
    for (int i = 0; i < 20; i++) {
      put("k" + i);
    }
    for (int i = 0; i < 20; i++) {
      assertNotNull(get("k" + i));
    }
    long inBoth =
        node.shardIds().stream()
            .filter(id -> node.shard(id).statistics().partitions().getFirst().size().items() > 0)
            .count();
    assertEquals(2, inBoth);
    Partition elsewhere =
        new Partition(
            PARTITIONS.getFirst().id(), GROUP, TokenRange.ALL, new ShardId(1, 7), Epoch.FIRST);
    ItemKey key = ItemKey.of(KEY, item("k1"));
    assertEquals(
        new Refusal.WrongPartition(null),
        node.send(elsewhere.home(), new Read.GetItem(PartitionRef.of(elsewhere), TABLE, key))
            .join());
    assertThrows(IllegalArgumentException.class, () -> node.shard(new ShardId(2, 0)));
  }

  @Test
  void whatWasAcknowledgedSurvivesAPowerCutAndACloseAlike() throws IOException {
    install(schema(1, false));
    put("a");
    files.crash(3);
    node = open();
    assertNotNull(get("a"));
    assertFalse(exact());
    node.runHousekeeping();
    assertTrue(exact());
    put("b");
    node.close();
    node = open();
    assertNotNull(get("b"));
    assertTrue(exact());
    assertEquals(2, items());
  }

  /** Whichever shard is damaged, recovering the others first must not spoil its repair. */
  @Test
  void aDamagedShardIsLeftAsItIsAndCanBeRepaired() throws IOException {
    install(schema(1, false));
    for (int i = 0; i < 20; i++) {
      put("k" + i);
    }
    files.crash(4);
    for (int shard = 0; shard < 2; shard++) {
      Path current = shardDirectory(shard).resolve("CURRENT");
      byte[] whole = files.contents(current);
      Map<String, Bytes> before = contents(shard);
      files.overwrite(current, new byte[] {'?'});
      assertThrows(CorruptionException.class, this::open);
      files.overwrite(current, whole);
      assertEquals(before, contents(shard));
    }
    node = open();
    for (int i = 0; i < 20; i++) {
      assertNotNull(get("k" + i));
    }
    put("more");
  }

  @Test
  void aSecondNodeOnTheDirectoryIsRefused() {
    assertThrows(DataDirectoryException.InUse.class, this::open);
  }

  @Test
  void expiredItemsGoWithinAMinute() {
    install(schema(1, true));
    put("later", "ttl", START_SECONDS + 3600);
    for (int i = 0; i < 700; i++) {
      put("k" + i, "ttl", START_SECONDS + 5);
    }
    clock.advance(Duration.ofSeconds(65));
    node.runHousekeeping();
    assertEquals(1, items());
    assertNull(get("k3"));
    assertNotNull(get("later"));
  }

  @Test
  void streamRecordsStayForADay() {
    install(schema(1, true));
    put("a");
    clock.advance(Duration.ofHours(23));
    node.runHousekeeping();
    assertEquals(1, records());
    clock.advance(Duration.ofHours(2));
    node.runHousekeeping();
    assertEquals(0, records());
  }

  /** An index that is behind must find what it missed, however long it takes. */
  @Test
  void recordsNoIndexHasSeenStay() {
    install(indexed());
    put("a", "g", 1);
    clock.advance(Duration.ofHours(48));
    node.runHousekeeping();
    assertEquals(1, records());
    for (Partition source : PARTITIONS) {
      ChangePosition tail = node.changes(source.home()).tail(source.id());
      CommandResult applied =
          node.submit(
                  INDEX_PARTITION.home(),
                  new Command.ApplyIndexChanges(
                      PartitionRef.of(INDEX_PARTITION), source.id(), tail, List.of()))
              .join();
      assertInstanceOf(CommandResult.IndexApplied.class, applied);
    }
    clock.advance(Duration.ofMinutes(2));
    node.runHousekeeping();
    assertEquals(0, records());
  }

  @Test
  void wiredConsumersAreAskedInsteadOfTheCursors() {
    install(indexed());
    node.setChangeConsumers((table, source) -> ChangePosition.END);
    put("a");
    clock.advance(Duration.ofHours(48));
    node.runHousekeeping();
    assertEquals(0, records());
  }

  @Test
  void administrationInstallsBackfillsCountsAndDrops() {
    ShardAdministration admin = node.administration();
    install(schema(1, false));
    for (int i = 0; i < 30; i++) {
      put("k" + i);
    }
    install(indexed());
    int shown = 0;
    for (Partition partition : PARTITIONS) {
      Optional<Bytes> next = Optional.empty();
      do {
        next = admin.backfill(partition, INDEX.id(), next, 4).join();
      } while (next.isPresent());
      shown +=
          (int)
              node
                  .changes(partition.home())
                  .read(partition.id(), ChangePosition.BEGINNING, 1000, 1 << 20)
                  .stream()
                  .filter(it -> it.change().kind() == ChangeRecord.Kind.BACKFILL)
                  .count();
    }
    assertEquals(30, shown);
    long counted =
        PARTITIONS.stream().mapToLong(it -> admin.statistics(TABLE, it).main().items()).sum();
    assertEquals(30, counted);
    for (ShardId shard : node.shardIds()) {
      admin.drop(shard, TABLE).join();
      while (admin.advanceMaintenance(shard, 7).join()) {
        assertEquals(List.of(), node.shard(shard).reader().tables());
      }
    }
    assertEquals(
        Optional.empty(),
        admin
            .backfill(PARTITIONS.getFirst(), INDEX.id(), Optional.empty(), 4)
            .exceptionally(unknown -> Optional.empty())
            .join());
    assertEquals(
        new ShardAdministration.Sizes(ShardStatistics.Size.ZERO, Map.of()),
        admin.statistics(TABLE, PARTITIONS.getFirst()));
  }

  /** A shard whose data cannot be read must not let the others' logs grow without bound. */
  @Test
  void whatFailsInOneShardIsDoneInTheOthers() {
    install(indexed());
    putMany();
    ShardId broken = node.shardIds().getFirst();
    node.setChangeConsumers(
        (table, source) -> {
          if (homeOf(source).equals(broken)) {
            throw new IllegalStateException("test");
          }
          return ChangePosition.END;
        });
    clock.advance(Duration.ofHours(48));
    assertThrows(IllegalStateException.class, node::runHousekeeping);
    Map<ShardId, Integer> left = new LinkedHashMap<>();
    for (Partition partition : PARTITIONS) {
      left.merge(partition.home(), records(partition), Integer::sum);
    }
    assertTrue(requireNonNull(left.get(broken)) > 0);
    assertEquals(0, left.get(node.shardIds().getLast()));
  }

  @Test
  @Timeout(60)
  void aThreadDoesTheSame() {
    install(schema(1, true));
    put("gone", "ttl", START_SECONDS - 5);
    node.startHousekeeping(Thread.ofPlatform().daemon(true).factory());
    assertThrows(
        IllegalStateException.class,
        () -> node.startHousekeeping(Thread.ofPlatform().daemon(true).factory()));
    while (items() > 0) {
      Thread.onSpinWait();
    }
  }

  /** A round over many partitions may take minutes, a process that stops has seconds. */
  @Test
  @Timeout(60)
  void closingDoesNotWaitForTheEndOfARound() throws Exception {
    install(indexed());
    putMany();
    AtomicInteger asked = new AtomicInteger();
    Thread closer =
        Thread.ofPlatform()
            .unstarted(() -> assertDoesNotThrow(node::close, "the node closes cleanly"));
    node.setChangeConsumers(
        (table, source) -> {
          if (asked.incrementAndGet() == 1) {
            closer.start();
            while (closer.getState() != Thread.State.TIMED_WAITING) {
              Thread.onSpinWait();
            }
          }
          return ChangePosition.BEGINNING;
        });
    node.startHousekeeping(Thread.ofPlatform().daemon(true).factory());
    while (closer.getState() == Thread.State.NEW) {
      Thread.onSpinWait();
    }
    closer.join();
    assertEquals(1, asked.get());
  }

  private static List<Partition> partitions() {
    List<Partition> partitions = new ArrayList<>();
    for (TokenRange range : TokenRange.split(4)) {
      int number = partitions.size();
      partitions.add(
          new Partition(
              new PartitionId(new UUID(4, number)),
              GROUP,
              range,
              new ShardId(1, number % 2),
              Epoch.FIRST));
    }
    return partitions;
  }

  private StorageNode open() throws IOException {
    StorageNodeOptions options = StorageNodeOptions.defaults(DIRECTORY, 1, 2);
    return StorageNode.open(
        options,
        new StorageNode.Environment(
            files,
            clock,
            new HybridClock(clock, 1, RandomSource.seeded(1)),
            new SimulatedWorkers(true),
            Thread.ofPlatform().daemon(true).factory(),
            new LoggingListener()));
  }

  private static TableSchema schema(long version, boolean streamAndTtl) {
    return new TableSchema(
        TABLE,
        GROUP,
        "t",
        version,
        KEY,
        List.of(),
        List.of(),
        streamAndTtl ? Optional.of(StreamView.NEW_IMAGE) : Optional.empty(),
        streamAndTtl ? Optional.of("ttl") : Optional.empty());
  }

  private static TableSchema indexed() {
    return new TableSchema(
        TABLE, GROUP, "t", 2, KEY, List.of(), List.of(INDEX), Optional.empty(), Optional.empty());
  }

  private static Path shardDirectory(int index) {
    return DIRECTORY.resolve("shard-" + index);
  }

  private Map<String, Bytes> contents(int shard) throws IOException {
    Map<String, Bytes> contents = new LinkedHashMap<>();
    for (String name : files.list(shardDirectory(shard))) {
      contents.put(name, Bytes.of(files.contents(shardDirectory(shard).resolve(name))));
    }
    return contents;
  }

  private void install(TableSchema schema) {
    for (ShardId shard : node.shardIds()) {
      List<Partition> all = new ArrayList<>(PARTITIONS);
      if (!schema.globalIndexes().isEmpty()) {
        all.add(INDEX_PARTITION);
      }
      node.administration().install(shard, schema, all).join();
    }
  }

  private static Item item(String pk, Object... more) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    attributes.put("pk", new AttributeValue.S(pk));
    for (int i = 0; i < more.length; i += 2) {
      attributes.put(
          (String) more[i],
          "ttl".equals(more[i])
              ? new AttributeValue.N(Number38.parse(more[i + 1].toString()))
              : new AttributeValue.S(more[i + 1].toString()));
    }
    return Item.of(attributes);
  }

  private static Partition home(ItemKey key) {
    return PARTITIONS.stream()
        .filter(partition -> partition.range().contains(key.token()))
        .findFirst()
        .orElseThrow();
  }

  private void put(String pk, Object... more) {
    Item item = item(pk, more);
    ItemKey key = ItemKey.of(KEY, item);
    Partition partition = home(key);
    Command write =
        new Command.WriteItem(
            PartitionRef.of(partition),
            TABLE,
            key,
            new Mutation.Put(item),
            Optional.empty(),
            false,
            null);
    assertInstanceOf(CommandResult.Written.class, node.send(partition.home(), write).join());
  }

  /** So many that every partition has some. */
  private void putMany() {
    for (int i = 0; i < 40; i++) {
      put("k" + i, "g", i);
    }
  }

  private static ShardId homeOf(PartitionId id) {
    return PARTITIONS.stream()
        .filter(partition -> partition.id().equals(id))
        .findFirst()
        .orElseThrow()
        .home();
  }

  private @Nullable Item get(String pk) {
    ItemKey key = ItemKey.of(KEY, item(pk));
    Partition partition = home(key);
    Read get = new Read.GetItem(PartitionRef.of(partition), TABLE, key);
    return assertInstanceOf(ReadResult.ItemRead.class, node.read(partition.home(), get)).item();
  }

  private long items() {
    return PARTITIONS.stream()
        .mapToLong(it -> node.administration().statistics(TABLE, it).main().items())
        .sum();
  }

  private int records() {
    return PARTITIONS.stream().mapToInt(this::records).sum();
  }

  private int records(Partition partition) {
    return node.changes(partition.home())
        .read(partition.id(), ChangePosition.BEGINNING, 10_000, 1 << 20)
        .size();
  }

  private boolean exact() {
    return node.shardIds().stream().allMatch(id -> node.shard(id).statistics().exact());
  }
}
