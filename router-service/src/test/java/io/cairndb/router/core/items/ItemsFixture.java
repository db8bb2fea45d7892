package io.cairndb.router.core.items;

import io.cairndb.causality.HybridClock;
import io.cairndb.control.plane.CapacityLimits;
import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableSettings;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.Throughput;
import io.cairndb.control.plane.TimeToLive;
import io.cairndb.coordination.AdmissionControl;
import io.cairndb.coordination.Coordinator;
import io.cairndb.coordinator.core.DistributedTransactions;
import io.cairndb.coordinator.core.ShardTransactions;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.expressions.ExpressionCompiler;
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
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.FrontDoor;
import io.cairndb.router.core.FrontDoorRequest;
import io.cairndb.router.core.FrontDoorResponse;
import io.cairndb.router.core.OperationRegistry;
import io.cairndb.shard.Command;
import io.cairndb.shard.Read;
import io.cairndb.shard.Shard;
import io.cairndb.shard.ShardListener;
import io.cairndb.shard.ShardOptions;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A process with two shards and four tables, each in two partitions. Single-threaded: an answer
 * that is not there at once never comes.
 *
 * <ul>
 *   <li>{@code hash}: {@code a} S
 *   <li>{@code range}: {@code a} S, {@code b} S; local indexes {@code lsc} on {@code c} (ALL) and
 *       {@code lsk} on {@code d} (KEYS_ONLY); global indexes {@code gsc} on {@code c} (ALL) and
 *       {@code gsi} on {@code d}, {@code a} (INCLUDE {@code e})
 *   <li>{@code num}: {@code a} N, {@code b} B
 *   <li>{@code creating}: not yet there
 * </ul>
 */
public final class ItemsFixture implements AutoCloseable {
  static final long START_MILLIS = 1_800_000_000_000L;

  final ManualClock clock = new ManualClock(START_MILLIS);
  final Map<ShardId, Shard> shards = new LinkedHashMap<>();
  private final List<StorageEngine> engines = new ArrayList<>();
  private final FrontDoor door;
  private final IndexFeeder feeder = new IndexFeeder(shards);
  private final ItemPorts ports;
  Catalog catalog = Catalog.EMPTY;

  /** Runs before every request to a shard. */
  Consumer<ShardRequest> beforeSend = request -> {};

  public ItemsFixture() {
    HybridClock hybrid = new HybridClock(clock, 1, RandomSource.seeded(7));
    MemoryFileSystem files = new MemoryFileSystem();
    SimulatedWorkers workers = new SimulatedWorkers(true);
    for (int i = 0; i < 2; i++) {
      ShardId id = new ShardId(1, i);
      StorageEngine engine = open(files, workers, i);
      engines.add(engine);
      shards.put(
          id,
          Shard.open(id, engine, hybrid, ShardOptions.DEFAULT, Runnable::run, ShardListener.NONE));
    }
    create("hash", key("a", ScalarType.S), List.of(), List.of(), TableStatus.ACTIVE);
    create(
        "range",
        key("a", ScalarType.S, "b", ScalarType.S),
        List.of(
            local("lsc", 1, "c", Projection.Kind.ALL),
            local("lsk", 2, "d", Projection.Kind.KEYS_ONLY)),
        List.of(
            global(
                11, "gsc", key("c", ScalarType.S), new Projection(Projection.Kind.ALL, List.of())),
            global(
                12,
                "gsi",
                key("d", ScalarType.S, "a", ScalarType.S),
                new Projection(Projection.Kind.INCLUDE, List.of("e")))),
        TableStatus.ACTIVE);
    create(
        "num", key("a", ScalarType.N, "b", ScalarType.B), List.of(), List.of(), TableStatus.ACTIVE);
    create("creating", key("a", ScalarType.S), List.of(), List.of(), TableStatus.CREATING);
    ShardTransactions messages = new ShardTransactions(this::send);
    ports =
        new ItemPorts(
            () -> catalog,
            new Coordinator<>(
                () -> catalog.partitions(),
                (partition, request) -> send(partition.home(), request),
                ShardAnswers.INSTANCE,
                new AdmissionControl(1000),
                clock,
                Coordinator.Limits.DEFAULT),
            new DistributedTransactions(
                () -> catalog.partitions(),
                messages,
                List.copyOf(shards.keySet()),
                hybrid,
                attempt -> CompletableFuture.allOf()),
            (tableId, indexId, deadline) ->
                CompletableFuture.completedFuture(feeder.feed(tableId, indexId, catalog)),
            new ExpressionCompiler(),
            clock,
            Runnable::run,
            Duration.ofSeconds(1));
    List<DynamoDbOperation> operations = ItemOperations.all(ports);
    door =
        new FrontDoor(
            OperationRegistry.builder().add(OperationRegistry.Api.DYNAMODB, operations).build(),
            new FrontDoor.Settings("us-east-1", "000000000000"),
            Runnable::run,
            RandomSource.seeded(1),
            (requestId, target, failure) -> {
              throw new AssertionError(target, failure);
            });
  }

  private static StorageEngine open(MemoryFileSystem files, SimulatedWorkers workers, int shard) {
    try {
      return LsmEngine.open(
          files,
          Path.of("/data/shard-" + shard),
          EngineOptions.defaults(),
          new ManualClock(START_MILLIS),
          workers);
    } catch (IOException e) {
      throw new AssertionError("files in memory do not fail", e);
    }
  }

  static KeySchema key(String partition, ScalarType type) {
    return new KeySchema(List.of(new KeyAttribute(partition, type)), List.of());
  }

  static KeySchema key(String partition, ScalarType type, String sort, ScalarType sortType) {
    return new KeySchema(
        List.of(new KeyAttribute(partition, type)), List.of(new KeyAttribute(sort, sortType)));
  }

  private static SecondaryIndex local(
      String name, int ordinal, String sort, Projection.Kind projection) {
    return new SecondaryIndex(
        new UUID(3, ordinal),
        name,
        SecondaryIndex.Scope.LOCAL,
        ordinal,
        key("a", ScalarType.S, sort, ScalarType.S),
        new Projection(projection, List.of()));
  }

  private static SecondaryIndex global(long id, String name, KeySchema key, Projection projection) {
    return new SecondaryIndex(
        new UUID(4, id), name, SecondaryIndex.Scope.GLOBAL, 0, key, projection);
  }

  private void create(
      String name,
      KeySchema key,
      List<SecondaryIndex> locals,
      List<SecondaryIndex> globals,
      TableStatus status) {
    int number = catalog.tables().size();
    UUID tableId = new UUID(1, number);
    TableSchema schema =
        new TableSchema(
            tableId,
            new UUID(2, number),
            name,
            1,
            key,
            locals,
            globals,
            Optional.empty(),
            Optional.empty());
    TableDescriptor descriptor =
        new TableDescriptor(
            schema,
            List.of(),
            status,
            START_MILLIS,
            TableSettings.DEFAULTS,
            globals.stream()
                .map(
                    index ->
                        new GlobalIndex(
                            index, IndexStatus.ACTIVE, false, Throughput.NONE, CapacityLimits.NONE))
                .toList(),
            List.of(),
            TimeToLive.OFF);
    PartitionMap map = catalog.partitions().with(schema.groupId(), halves(schema.groupId()));
    for (SecondaryIndex index : globals) {
      map = map.with(index.id(), halves(index.id()));
    }
    catalog = catalog.with(descriptor).withPartitions(map);
    for (Map.Entry<ShardId, Shard> shard : shards.entrySet()) {
      List<Partition> here =
          map.partitions().stream()
              .filter(partition -> partition.home().equals(shard.getKey()))
              .filter(
                  partition ->
                      partition.groupId().equals(schema.groupId())
                          || globals.stream().anyMatch(g -> g.id().equals(partition.groupId())))
              .toList();
      shard.getValue().submit(new Command.InstallSchema(schema, here)).join();
    }
  }

  private List<Partition> halves(UUID group) {
    List<Partition> partitions = new ArrayList<>();
    for (TokenRange range : TokenRange.split(2)) {
      int index = partitions.size();
      PartitionId id =
          new PartitionId(
              new UUID(
                  group.getMostSignificantBits() << 8 | index, group.getLeastSignificantBits()));
      partitions.add(new Partition(id, group, range, new ShardId(1, index), Epoch.FIRST));
    }
    return partitions;
  }

  private CompletableFuture<ShardResponse> send(ShardId id, ShardRequest request) {
    Shard shard = shards.get(id);
    if (shard == null) {
      throw new AssertionError("no shard " + id);
    }
    beforeSend.accept(request);
    return switch (request) {
      case Command command -> shard.submit(command).thenApply(result -> result);
      case Read read -> CompletableFuture.completedFuture(shard.reader().read(read));
    };
  }

  /** What operations on the tables need. */
  public ItemPorts ports() {
    return ports;
  }

  /** Status and body of the answer to a request. */
  public String call(String operation, String body) {
    Map<String, String> headers =
        Map.of(
            "x-amz-target",
            "DynamoDB_20120810." + operation,
            "content-type",
            "application/x-amz-json-1.0",
            "x-amz-date",
            "20260101T000000Z",
            "authorization",
            "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request,"
                + " SignedHeaders=host, Signature=s");
    FrontDoorResponse response =
        door.handle(
                new FrontDoorRequest(
                    "POST", "/", headers::get, body.getBytes(StandardCharsets.UTF_8)))
            .getNow(null);
    if (response == null) {
      throw new AssertionError(operation + " is not answered");
    }
    return response.status() + " " + response.body();
  }

  @Override
  public void close() throws Exception {
    shards.values().forEach(Shard::close);
    for (StorageEngine engine : engines) {
      engine.close();
    }
  }
}
