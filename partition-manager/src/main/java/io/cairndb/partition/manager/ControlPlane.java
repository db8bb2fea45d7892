package io.cairndb.partition.manager;

import io.cairndb.control.plane.Catalog;
import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.TableControl;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.control.plane.TableStatistics.Counts;
import io.cairndb.control.plane.machine.ControlState;
import io.cairndb.control.plane.machine.ControlStateMachine;
import io.cairndb.control.plane.machine.Decision;
import io.cairndb.control.plane.machine.DecisionContext;
import io.cairndb.control.plane.machine.MetadataRecord;
import io.cairndb.control.plane.machine.StepOutcome;
import io.cairndb.control.plane.watch.CatalogLog;
import io.cairndb.env.Clock;
import io.cairndb.placement.Partition;
import io.cairndb.placement.ShardId;
import io.cairndb.storage.engine.StorageEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The control plane of one database: the only writer of its metadata.
 *
 * <p>Decisions are made on the loop, one after another; each is durable and published before it is
 * answered. {@link #catalog()} is a volatile read and safe from any thread. When the store fails
 * the control plane decides nothing more, while the last catalog stays readable and the data path
 * goes on.
 */
public final class ControlPlane implements TableControl, AutoCloseable {
  private final ControlLoop loop;
  private final ShardAdmin shards;
  private final Homes homes;
  private final Clock clock;
  private final Supplier<UUID> ids;
  private final ControlPlaneConfig config;
  private final ControlPlaneListener listener;
  private final MetadataStore store;
  private final CatalogLog log;
  private final OperationRunner runner;

  /** Who waits for a table; the loop's alone. */
  private final List<Unsettled> unsettled = new ArrayList<>();

  private volatile ControlState state;
  private volatile boolean closed;

  private record Unsettled(UUID tableId, CompletableFuture<Void> settled) {}

  private ControlPlane(Builder builder) {
    loop = builder.loop;
    shards = builder.shards;
    homes = builder.homes;
    clock = builder.clock;
    ids = builder.ids;
    config = builder.config;
    listener = builder.listener;
    store = new MetadataStore(builder.engine, config.snapshotRecords());
    state = store.load();
    log = new CatalogLog(ids.get(), config.watchRecords(), state);
    runner = new OperationRunner(loop, shards, config, listener, () -> state, this::completeStep);
  }

  /** The parts a control plane is made of. */
  public static final class Builder {
    private final StorageEngine engine;
    private final ShardAdmin shards;
    private final Homes homes;
    private final ControlLoop loop;
    private final ControlPlaneConfig config;
    private final Clock clock;
    private final Supplier<UUID> ids;
    private ControlPlaneListener listener = new ControlPlaneListener() {};

    /**
     * All that is needed.
     *
     * @param engine holds the metadata and nothing else; closed by whoever opened it
     * @param ids gives a new identity on each call, later ones greater; not used by two threads at
     *     once
     */
    public Builder(
        StorageEngine engine,
        ShardAdmin shards,
        Homes homes,
        ControlLoop loop,
        ControlPlaneConfig config,
        Clock clock,
        Supplier<UUID> ids) {
      this.engine = engine;
      this.shards = shards;
      this.homes = homes;
      this.loop = loop;
      this.config = config;
      this.clock = clock;
      this.ids = ids;
    }

    public Builder listener(ControlPlaneListener changed) {
      listener = changed;
      return this;
    }

    /** Loads the metadata and goes on with the operations that were in progress. */
    public ControlPlane open() {
      ControlPlane controlPlane = new ControlPlane(this);
      controlPlane.loop.execute(controlPlane::start);
      return controlPlane;
    }
  }

  @Override
  public Catalog catalog() {
    return state.catalog();
  }

  /** The newest records, for watchers; never behind an answer already given. */
  public CatalogLog log() {
    return log;
  }

  /** Whether commands are decided: false once closed, or once the store has failed. */
  public boolean isOpen() {
    return !closed;
  }

  /**
   * Partitions and streams that the shards of a storage node hold, for people; empty when there are
   * none. Decisions are seen that came before; only on the loop do none come between.
   */
  public Optional<String> heldBy(int node) {
    Catalog catalog = catalog();
    long partitions =
        catalog.partitions().groups().stream()
            .flatMap(group -> catalog.partitions().partitionsOf(group).stream())
            .filter(partition -> partition.home().node() == node)
            .count();
    if (partitions > 0) {
      return Optional.of(partitions + " partitions of tables and indexes");
    }
    long streams =
        catalog.retiredStreams().stream()
            .filter(
                stream -> stream.partitions().stream().anyMatch(part -> part.home().node() == node))
            .count();
    return streams > 0
        ? Optional.of(streams + " streams of deleted tables, until their retention is over")
        : Optional.empty();
  }

  /** Operations that have not ended. */
  public int operations() {
    return state.operations().size();
  }

  /**
   * As {@link TableControl#submit}. The future fails, and nothing has been decided, with {@link
   * HomesUnavailableException} as long as there is nowhere to place partitions, and with {@link
   * UndecidedException} when too many commands wait. A command whose future is cancelled before its
   * turn comes is not decided.
   */
  @Override
  public CompletableFuture<ControlResult> submit(ControlCommand command) {
    if (closed) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("the control plane is closed"));
    }
    return loop.decide(() -> decide(command));
  }

  @Override
  public CompletableFuture<TableStatistics> statistics(UUID tableId) {
    Catalog catalog = catalog();
    TableDescriptor table = catalog.table(tableId);
    if (table == null) {
      return CompletableFuture.completedFuture(TableStatistics.EMPTY);
    }
    List<CompletableFuture<TableStatistics>> parts = new ArrayList<>();
    for (Partition partition : catalog.partitions().partitionsOf(table.schema().groupId())) {
      parts.add(
          shards
              .statistics(tableId, partition)
              .thenApply(found -> new TableStatistics(found.main(), found.localIndexes())));
    }
    for (GlobalIndex index : table.globalIndexes()) {
      UUID indexId = index.definition().id();
      for (Partition partition : catalog.partitions().partitionsOf(indexId)) {
        parts.add(
            shards
                .statistics(tableId, partition)
                .thenApply(
                    found -> new TableStatistics(Counts.ZERO, Map.of(indexId, found.main()))));
      }
    }
    return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
        .thenApply(done -> sum(parts));
  }

  private static TableStatistics sum(List<CompletableFuture<TableStatistics>> parts) {
    Counts table = Counts.ZERO;
    Map<UUID, Counts> indexes = new HashMap<>();
    for (CompletableFuture<TableStatistics> part : parts) {
      table = table.plus(part.join().table());
      part.join().indexes().forEach((id, counts) -> indexes.merge(id, counts, Counts::plus));
    }
    return new TableStatistics(table, indexes);
  }

  @Override
  public CompletableFuture<Void> settled(UUID tableId) {
    CompletableFuture<Void> settled = new CompletableFuture<>();
    boolean accepted =
        loop.offer(
            () -> {
              unsettled.add(new Unsettled(tableId, settled));
              completeSettled();
            });
    if (!accepted) {
      settled.complete(null);
    }
    return settled;
  }

  private void completeSettled() {
    unsettled.removeIf(
        waiting -> {
          TableDescriptor table = catalog().table(waiting.tableId());
          return waiting.settled().isDone()
              || ((table == null || table.status().servesItems())
                  && waiting.settled().complete(null));
        });
  }

  /** Stops deciding and beginning steps. The loop and the engine belong to the caller. */
  @Override
  public void close() {
    closed = true;
    loop.execute(runner::stop);
  }

  private void start() {
    runner.takeUp();
    expireStreams();
  }

  private ControlResult decide(ControlCommand command) {
    Decision decision = ControlStateMachine.decide(state, command, context(homes.shards()));
    apply(decision.records());
    return decision.result();
  }

  private void completeStep(StepOutcome outcome) {
    apply(ControlStateMachine.complete(state, outcome));
  }

  private void expireStreams() {
    if (closed) {
      return;
    }
    try {
      apply(ControlStateMachine.expireStreams(state, context(List.of())));
    } finally {
      loop.schedule(this::expireStreams, config.streamExpiryInterval());
    }
  }

  private void apply(List<MetadataRecord> records) {
    if (closed) {
      throw new IllegalStateException("the control plane is closed");
    }
    if (records.isEmpty()) {
      return;
    }
    ControlState after = state.replayAll(records);
    try {
      store.append(records, after);
    } catch (RuntimeException e) {
      closed = true;
      runner.stop();
      listener.storeFailed(e);
      throw e;
    }
    state = after;
    log.append(records, after);
    listener.catalogChanged(after.catalog());
    completeSettled();
    runner.takeUp();
  }

  private DecisionContext context(List<ShardId> placeOn) {
    return new DecisionContext(clock.currentTimeMillis(), ids, placeOn, config.limits());
  }
}
