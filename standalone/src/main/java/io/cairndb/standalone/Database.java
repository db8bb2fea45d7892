package io.cairndb.standalone;

import io.cairndb.causality.UuidV7;
import io.cairndb.control.plane.Catalog;
import io.cairndb.coordination.AdmissionControl;
import io.cairndb.coordination.Coordinator;
import io.cairndb.coordinator.core.AdmittedTransactions;
import io.cairndb.coordinator.core.DistributedTransactions;
import io.cairndb.coordinator.core.ShardTransactions;
import io.cairndb.coordinator.core.TransactionUpkeep;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.partition.manager.ControlPlane;
import io.cairndb.partition.manager.ControlPlaneConfig;
import io.cairndb.partition.manager.LoggingControlPlaneListener;
import io.cairndb.partition.manager.ThreadedControlLoop;
import io.cairndb.router.assembly.RouterAssembly;
import io.cairndb.router.assembly.RouterParts;
import io.cairndb.router.core.FrontDoor;
import io.cairndb.router.core.FrontDoorEvents;
import io.cairndb.router.core.items.LaggingIndexes;
import io.cairndb.router.core.items.ShardAnswers;
import io.cairndb.shard.Command;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardOptions;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.storage.engine.Keyring;
import io.cairndb.storage.engine.LoggedEvents;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.lsm.LsmEngine;
import io.cairndb.storage.node.DataDirectoryException;
import io.cairndb.storage.node.HousekeepingOptions;
import io.cairndb.storage.node.Keystores;
import io.cairndb.storage.node.LoggingListener;
import io.cairndb.storage.node.MemoryPlan;
import io.cairndb.storage.node.NodeCounters;
import io.cairndb.storage.node.NodeFigures;
import io.cairndb.storage.node.NodeListener;
import io.cairndb.storage.node.ShardSizing;
import io.cairndb.storage.node.StorageNode;
import io.cairndb.storage.node.StorageNodeOptions;
import io.cairndb.storage.node.StorageSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * All cores of one process, wired by direct calls, without a network in front. Closing undoes the
 * opening in reverse order.
 */
final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final String CATALOG = "control-plane";
  private static final int NODE_ID = 1;
  private static final int SHARD_QUEUE = 8192;
  private static final int SHARD_RUN = 256;
  private static final int REQUESTS_IN_FLIGHT = 16_384;

  private final StandaloneOptions options;
  private final World world;
  private final Sizing sizing;
  private final @Nullable Keyring keyring;
  private final Closing closing = new Closing();
  private final Figures figures = new Figures();
  private final AtomicInteger port;

  private Database(StandaloneOptions options, World world) throws IOException {
    this.options = options;
    this.port = new AtomicInteger(options.port());
    this.world = world;
    int shards =
        options.shards() > 0
            ? options.shards()
            : ShardSizing.defaultShards(Runtime.getRuntime().availableProcessors());
    StorageSettings storage = options.storage();
    MemoryPlan memory = MemoryPlan.of(MemoryPlan.Machine.here(), storage.memory());
    LOG.atLevel(memory.fits() ? Level.INFO : Level.WARN)
        .log(
            "memory at most{}: {}", memory.fits() ? "" : ", more than there is", memory.describe());
    this.sizing = new Sizing(new ShardSizing(memory, shards, storage));
    // What ends with the process has no need of keys; these are in a file of the machine's.
    this.keyring =
        options.memory()
            ? null
            : Keystores.open(new LocalFileSystem(), storage.keystore(), options.dataDirectory());
  }

  /** A database that serves, and the way in. */
  record Opened(Database database, FrontDoor frontDoor, Figures figures) {}

  /** Opens everything; what had been opened is closed again when something fails. */
  static Opened open(StandaloneOptions options) throws IOException {
    return open(options, World.of(options, NODE_ID));
  }

  /** The same on a machine of the caller's. */
  static Opened open(StandaloneOptions options, World world) throws IOException {
    Database database = new Database(options, world);
    boolean complete = false;
    try {
      FrontDoor frontDoor = database.wire();
      complete = true;
      return new Opened(database, frontDoor, database.figures);
    } finally {
      if (!complete) {
        database.close();
      }
    }
  }

  /** Says which port was taken, when any would do. */
  void listensOn(int taken) {
    port.set(taken);
  }

  private FrontDoor wire() throws IOException {
    NodeCounters counters = new NodeCounters(new LoggingListener());
    StorageNode node = closing.add(openNode(counters));
    NodeFigures.add(figures::add, node, counters, world.clock());
    // Before anything is settled: a catalog that cannot be used must leave the shards as they are.
    StorageEngine metadata = closing.add(openCatalog(node));
    NodeFigures.addEngine(figures::add, CATALOG, metadata::stats, world.clock());
    Timer timer = closing.add(new Timer());
    ShardTransactions messages =
        new ShardTransactions((shard, request) -> widen(node.send(shard, request)));
    TransactionUpkeep upkeep =
        new TransactionUpkeep(
            node::shardIds,
            new LocalTransactionRecords(node),
            world.hybridClock(),
            messages,
            timer);
    upkeep.settleAfterStart();

    LocalChangeLogs changes = new LocalChangeLogs(node);
    AtomicReference<Catalog> catalog = new AtomicReference<>(Catalog.EMPTY);
    LocalIndexes indexes = closing.add(new LocalIndexes(node, world, timer, catalog::get));
    ControlPlane controlPlane = openControlPlane(metadata, node, indexes, catalog);
    node.setCatalog(() -> Optional.of(controlPlane.catalog().partitions()), Duration.ZERO);
    node.compareWithCatalog();
    AdmissionControl admission = new AdmissionControl(REQUESTS_IN_FLIGHT);
    Coordinator<ShardRequest, ShardResponse> coordinator =
        coordinator(node, controlPlane, indexes, admission);
    DistributedTransactions transactions =
        new DistributedTransactions(
            () -> controlPlane.catalog().partitions(),
            messages,
            node.shardIds(),
            world.hybridClock(),
            timer);
    figures.add(ProcessMetric.TRANSACTIONS_LOCAL, () -> transactions.stats().local());
    figures.add(ProcessMetric.TRANSACTIONS_DISTRIBUTED, () -> transactions.stats().distributed());
    figures.add(ProcessMetric.INDEX_FEEDS_WAITING, indexes::waitingFeeds);
    figures.add(ProcessMetric.INDEX_LAG_SECONDS, indexes::lagSeconds);
    LaggingIndexes barrier = new LaggingIndexes(indexes);
    figures.add(ProcessMetric.INDEX_READS_BEHIND, barrier::readsBehind);
    timer.every(TransactionUpkeep.INTERVAL, upkeep::look);
    node.startHousekeeping(World.threads("cairn-housekeeping"));
    ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    closing.add(blocking::close);
    return RouterAssembly.frontDoor(
        new RouterParts(
            controlPlane,
            coordinator,
            new AdmittedTransactions(transactions, admission),
            barrier,
            changes,
            compiler()),
        new RouterAssembly.Surroundings(
            world.clock(),
            world.random(),
            blocking,
            () -> "localhost:" + port.get(),
            HousekeepingOptions.DEFAULT.changeRetention(),
            FrontDoorEvents.logging()));
  }

  private ExpressionCompiler compiler() {
    ExpressionCompiler compiler = new ExpressionCompiler();
    figures.add(ProcessMetric.EXPRESSION_CACHE_HITS, compiler::cacheHits);
    figures.add(ProcessMetric.EXPRESSION_CACHE_MISSES, compiler::cacheMisses);
    return compiler;
  }

  private StorageNode openNode(NodeListener listener) throws IOException {
    StorageNodeOptions nodeOptions =
        new StorageNodeOptions(
            world.root(),
            NODE_ID,
            sizing.ofShards().shards(),
            new ShardOptions(options.durability(), SHARD_QUEUE, SHARD_RUN),
            sizing.shardEngine(options.memory(), keyring),
            HousekeepingOptions.DEFAULT);
    return StorageNode.open(
        nodeOptions,
        new StorageNode.Environment(
            world.files(),
            world.clock(),
            world.hybridClock(),
            world.workers(),
            World.threads("cairn-node"),
            listener));
  }

  private StorageEngine openCatalog(StorageNode node) throws IOException {
    Path directory = world.root().resolve(CATALOG);
    requireCatalog(node, directory);
    return LsmEngine.open(
        world.files(),
        directory,
        sizing.controlPlaneEngine(options.memory(), keyring, new LoggedEvents(LOG, CATALOG)),
        world.clock(),
        world.workers());
  }

  private ControlPlane openControlPlane(
      StorageEngine metadata,
      StorageNode node,
      LocalIndexes indexes,
      AtomicReference<Catalog> published) {
    ThreadedControlLoop loop = closing.add(new ThreadedControlLoop());
    ControlPlane controlPlane =
        new ControlPlane.Builder(
                metadata,
                new ShardAdminAdapter(node.administration(), indexes::caughtUp),
                node::shardIds,
                loop,
                ControlPlaneConfig.DEFAULT,
                world.clock(),
                () -> UuidV7.next(world.hybridClock()))
            .listener(
                new LoggingControlPlaneListener(LoggerFactory.getLogger(ControlPlane.class)) {
                  @Override
                  public void catalogChanged(Catalog catalog) {
                    publish(published, catalog);
                    indexes.catalogChanged();
                  }
                })
            .open();
    publish(published, controlPlane.catalog());
    indexes.catalogChanged();
    return closing.add(controlPlane);
  }

  /** Shards with data and no catalog: an empty one in its place would hide every table. */
  private void requireCatalog(StorageNode node, Path directory) throws IOException {
    boolean hosts =
        node.shardIds().stream()
            .anyMatch(shard -> !node.shard(shard).statistics().partitions().isEmpty());
    if (hosts && (!world.files().exists(directory) || world.files().list(directory).isEmpty())) {
      throw new DataDirectoryException.Damaged(
          world.root(), "the catalog is missing, control-plane is not there or empty");
    }
  }

  private static void publish(AtomicReference<Catalog> published, Catalog catalog) {
    published.accumulateAndGet(
        catalog, (known, offered) -> offered.version() > known.version() ? offered : known);
  }

  private Coordinator<ShardRequest, ShardResponse> coordinator(
      StorageNode node,
      ControlPlane controlPlane,
      LocalIndexes indexes,
      AdmissionControl admission) {
    Coordinator<ShardRequest, ShardResponse> coordinator =
        new Coordinator<>(
            () -> controlPlane.catalog().partitions(),
            (partition, request) ->
                request instanceof Command.WriteItem write && indexes.mustSlowDown(write.tableId())
                    ? CompletableFuture.completedFuture(new Refusal.Overloaded())
                    : widen(node.send(partition.home(), request)),
            ShardAnswers.INSTANCE,
            admission,
            world.clock(),
            Coordinator.Limits.DEFAULT);
    figures.add(ProcessMetric.COORDINATION_IN_FLIGHT, () -> admission.stats().inFlight());
    figures.add(ProcessMetric.COORDINATION_REFUSED, () -> admission.stats().refused());
    figures.add(ProcessMetric.COORDINATION_STALE_ROUTES, () -> coordinator.stats().staleRoutes());
    return coordinator;
  }

  @SuppressWarnings("unchecked") // a future is only read from here on
  private static CompletableFuture<ShardResponse> widen(
      CompletableFuture<? extends ShardResponse> answer) {
    return (CompletableFuture<ShardResponse>) answer;
  }

  @Override
  public void close() {
    closing.close();
  }

  /** Whether all that was closed was closed as it should be. */
  boolean closedCleanly() {
    return !closing.hasFailed();
  }
}
