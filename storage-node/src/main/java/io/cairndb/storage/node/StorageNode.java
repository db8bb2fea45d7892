package io.cairndb.storage.node;

import io.cairndb.causality.HybridClock;
import io.cairndb.env.Clock;
import io.cairndb.env.FileSystem;
import io.cairndb.env.Workers;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.ChangeLogReader;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.Shard;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.storage.engine.EngineStats;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.WriteBufferBudget;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shards of one node. Thread-safe.
 *
 * <p>Opened by {@link #open}, works until {@link #close}, which refuses new commands, lets accepted
 * ones finish and leaves every shard closed cleanly.
 */
public final class StorageNode implements AutoCloseable {
  private final int nodeId;
  private final DataDirectory directory;
  private final List<Hosted> shards;
  private final ExecutorService relief;
  private final Housekeeping housekeeping;
  private final ShardAdministration administration;
  private final WriteBufferBudget writeBuffers;

  /** A shard and the engine under it. */
  private record Hosted(Shard shard, StorageEngine engine) {}

  /**
   * The world around a node.
   *
   * @param hybridClock the node's own, shared with whoever else stamps things for it
   * @param workers for the engines' background work
   * @param threads for the node's background thread and for loops that outlast their submitter
   */
  public record Environment(
      FileSystem files,
      Clock clock,
      HybridClock hybridClock,
      Workers workers,
      ThreadFactory threads,
      NodeListener listener) {}

  private StorageNode(
      StorageNodeOptions options,
      Environment environment,
      DataDirectory directory,
      List<Hosted> shards,
      ExecutorService relief) {
    this.nodeId = options.nodeId();
    this.directory = directory;
    this.shards = List.copyOf(shards);
    this.relief = relief;
    this.housekeeping =
        new Housekeeping(
            this.shards.stream().map(Hosted::shard).toList(),
            options.housekeeping(),
            environment.clock(),
            environment.listener());
    this.writeBuffers = options.engine().memory().writeBuffers();
    this.administration = new ShardAdministration(this);
  }

  /**
   * Opens the data directory and its shards. Background work begins with {@link
   * #startHousekeeping}.
   *
   * <p>A damaged shard is left as it is. Shards opened before it was found have been recovered:
   * their contents are what they were, so that a repair of the damaged one finds nothing changed.
   *
   * @throws DataDirectoryException when another process has the directory, a newer release wrote it
   *     or a part of it is missing
   * @throws io.cairndb.storage.engine.CorruptionException when a shard's files are damaged
   */
  public static StorageNode open(StorageNodeOptions options, Environment environment)
      throws IOException {
    return open(
        DataDirectory.open(environment.files(), options.directory(), options.shards()),
        options,
        environment);
  }

  /**
   * The same in a directory that is open already, which is the node's from now on: closed with it,
   * and also when this fails.
   *
   * @throws IllegalArgumentException when the directory belongs to a node of another number
   */
  public static StorageNode open(
      DataDirectory directory, StorageNodeOptions options, Environment environment)
      throws IOException {
    requireNumber(directory, options.nodeId());
    ExecutorService relief = Executors.newCachedThreadPool(environment.threads());
    List<Hosted> opened = new ArrayList<>();
    boolean complete = false;
    try {
      for (int index = 0; index < directory.shards(); index++) {
        opened.add(openShard(options, environment, directory, index, relief));
      }
      directory.complete();
      StorageNode node = new StorageNode(options, environment, directory, opened, relief);
      complete = true;
      return node;
    } finally {
      if (!complete) {
        closeAll(opened, relief, directory);
      }
    }
  }

  /** Timestamps of two nodes under one number could collide. */
  private static void requireNumber(DataDirectory directory, int number) throws IOException {
    boolean fits =
        directory
            .identity()
            .map(identity -> identity.membership().filter(m -> m.number() == number).isPresent())
            .orElse(true);
    if (!fits) {
      directory.close();
      throw new IllegalArgumentException(
          "the directory is of " + directory.identity() + ", not of node " + number);
    }
  }

  private static Hosted openShard(
      StorageNodeOptions options,
      Environment environment,
      DataDirectory directory,
      int index,
      ExecutorService relief)
      throws IOException {
    ShardId id = new ShardId(options.nodeId(), index);
    OperationsOptions operations =
        options
            .engine()
            .operations()
            .withListener(event -> environment.listener().onEngineEvent(id, event));
    StorageEngine engine =
        LsmEngine.open(
            environment.files(),
            directory.shard(index),
            options.engine().toBuilder().operations(operations).build(),
            environment.clock(),
            environment.workers());
    boolean opened = false;
    try {
      Shard shard =
          Shard.open(
              id,
              engine,
              environment.hybridClock(),
              options.shard(),
              relief,
              environment.listener());
      opened = true;
      return new Hosted(shard, engine);
    } finally {
      if (!opened) {
        engine.close();
      }
    }
  }

  /** Starts expiry, trimming, purging and counting on a thread of their own. */
  public void startHousekeeping(ThreadFactory threads) {
    housekeeping.start(threads);
  }

  /** Does the background work that is due, on the caller's thread: for tests and simulators. */
  public void runHousekeeping() {
    housekeeping.tick();
  }

  /** Whom to ask before change records go; by default the cursors of indexes in this node. */
  public void setChangeConsumers(ChangeConsumers consumers) {
    housekeeping.setChangeConsumers(consumers);
  }

  /**
   * Has what the shards hold compared with the catalog, by background work; see {@link
   * NodeListener#onOrphanedGroup}.
   *
   * @param catalog the newest one known; empty while none is, or it may be an old one
   * @param lag how far the catalog may be behind what shards were told
   */
  public void setCatalog(Supplier<Optional<PartitionMap>> catalog, Duration lag) {
    housekeeping.orphans().setCatalog(catalog, lag);
  }

  /**
   * Compares at once, on the caller's thread, what shards have recorded of partitions; the rest is
   * left to background work. Before {@link #startHousekeeping}.
   */
  public void compareWithCatalog() {
    housekeeping.compareWithCatalog();
  }

  /** Tables and global indexes of a shard that the catalog did not know at the last look. */
  public int orphanedGroups(ShardId shard) {
    return housekeeping.orphans().count(shard);
  }

  public int nodeId() {
    return nodeId;
  }

  /** Ids of the shards, in order. */
  public List<ShardId> shardIds() {
    return shards.stream().map(hosted -> hosted.shard().id()).toList();
  }

  /** Has a shard answer a request. Never completes exceptionally. */
  public CompletableFuture<? extends ShardResponse> send(ShardId shard, ShardRequest request) {
    return switch (request) {
      case Command command -> submit(shard, command);
      case Read read -> CompletableFuture.completedFuture(read(shard, read));
    };
  }

  /** Has a shard evaluate a command; see {@link Shard#submit}. */
  public CompletableFuture<CommandResult> submit(ShardId shard, Command command) {
    Shard target = find(shard);
    return target == null
        ? CompletableFuture.completedFuture(new Refusal.WrongPartition(null))
        : target.submit(command);
  }

  /** Reads on the caller's thread. */
  public ReadResult read(ShardId shard, Read read) {
    Shard target = find(shard);
    return target == null ? new Refusal.WrongPartition(null) : target.reader().read(read);
  }

  /**
   * The shard itself, for its change log and its lists of transactions.
   *
   * @throws IllegalArgumentException when the shard is not of this node
   */
  public Shard shard(ShardId id) {
    Shard shard = find(id);
    if (shard == null) {
      throw new IllegalArgumentException("not a shard of this node: " + id);
    }
    return shard;
  }

  /** Changes of partitions whose home is {@code shard}. */
  public ChangeLogReader changes(ShardId shard) {
    return shard(shard).changes();
  }

  /** What the control plane asks for. */
  public ShardAdministration administration() {
    return administration;
  }

  /** What the memtables of all shards share, for meters. */
  public WriteBufferBudget writeBuffers() {
    return writeBuffers;
  }

  /** Figures of a shard's engine, for meters. */
  public EngineStats engineStats(ShardId shard) {
    shard(shard);
    return shards.get(shard.index()).engine().stats();
  }

  private @Nullable Shard find(ShardId id) {
    return id.node() == nodeId && id.index() < shards.size()
        ? shards.get(id.index()).shard()
        : null;
  }

  @Override
  public void close() throws IOException {
    housekeeping.close();
    closeAll(shards, relief, directory);
  }

  /** Closes everything, whatever fails on the way; the first failure is thrown at the end. */
  private static void closeAll(List<Hosted> shards, ExecutorService relief, DataDirectory directory)
      throws IOException {
    List<Closeable> parts = new ArrayList<>();
    for (Hosted hosted : shards) {
      parts.add(hosted.shard()::close);
      parts.add(hosted.engine()::close);
    }
    parts.add(relief::shutdown);
    parts.add(directory);
    IOException failure = null;
    for (Closeable part : parts) {
      try {
        part.close();
      } catch (IOException | RuntimeException e) {
        if (failure == null) {
          failure = new IOException("the node could not be closed cleanly", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
