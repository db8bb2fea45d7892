package io.cairndb.partition.manager;

import io.cairndb.control.plane.machine.ControlState;
import io.cairndb.control.plane.machine.Operation;
import io.cairndb.control.plane.machine.Operations;
import io.cairndb.control.plane.machine.StepAction;
import io.cairndb.control.plane.machine.StepOutcome;
import io.cairndb.item.Bytes;
import io.cairndb.placement.Partition;
import io.cairndb.placement.ShardId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Performs the steps of operations on the shards: one step at a time for each operation, a bounded
 * number in all. A step that fails, or whose completion does, is tried again for ever, later and
 * later. Confined to the control loop; only the shards' answers come from elsewhere, and are handed
 * to the loop at once.
 */
final class OperationRunner {
  private final ControlLoop loop;
  private final ShardAdmin shards;
  private final ControlPlaneConfig config;
  private final ControlPlaneListener listener;
  private final Supplier<ControlState> state;
  private final Consumer<StepOutcome> completed;

  /** Operations with a step under way, waiting for a retry, or in {@link #waiting}. */
  private final Set<UUID> taken = new HashSet<>();

  private final Deque<UUID> waiting = new ArrayDeque<>();

  /** Failures in a row of the step an operation is at. */
  private final Map<UUID, Integer> failures = new HashMap<>();

  private int underWay;
  private boolean stopped;

  OperationRunner(
      ControlLoop loop,
      ShardAdmin shards,
      ControlPlaneConfig config,
      ControlPlaneListener listener,
      Supplier<ControlState> state,
      Consumer<StepOutcome> completed) {
    this.loop = loop;
    this.shards = shards;
    this.config = config;
    this.listener = listener;
    this.state = state;
    this.completed = completed;
  }

  /** Takes up operations that are new in the state. */
  void takeUp() {
    for (UUID id : state.get().operations().keySet()) {
      if (taken.add(id)) {
        waiting.add(id);
      }
    }
    beginWaiting();
  }

  /** Begins nothing more; answers of steps under way are dropped. */
  void stop() {
    stopped = true;
  }

  private void beginWaiting() {
    while (!stopped && underWay < config.maxConcurrentSteps() && !waiting.isEmpty()) {
      begin(waiting.remove());
    }
  }

  private void begin(UUID id) {
    Optional<StepAction> action = Operations.next(state.get(), id);
    if (action.isEmpty()) {
      taken.remove(id);
      failures.remove(id);
      return;
    }
    underWay++;
    CompletableFuture<Optional<Bytes>> outcome;
    try {
      outcome = perform(action.get());
    } catch (RuntimeException e) {
      outcome = CompletableFuture.failedFuture(e);
    }
    var unused =
        outcome.whenComplete(
            (next, failure) -> loop.execute(() -> ended(id, action.get(), next, failure)));
  }

  private void ended(
      UUID id, StepAction action, Optional<Bytes> next, @Nullable Throwable failure) {
    underWay--;
    if (stopped) {
      return;
    }
    Throwable obstacle = failure == null ? complete(new StepOutcome(id, action, next)) : failure;
    if (stopped) {
      return; // The store failed, which has been told.
    }
    if (obstacle == null) {
      failures.remove(id);
      waiting.add(id);
    } else {
      int attempts = failures.merge(id, 1, Integer::sum);
      Operation operation = state.get().operations().get(id);
      if (operation != null) {
        listener.stepFailed(operation, action, attempts, obstacle);
      }
      loop.schedule(() -> retry(id), config.retryDelay(attempts));
    }
    beginWaiting();
  }

  /** Returns what went wrong, or null. */
  private @Nullable RuntimeException complete(StepOutcome outcome) {
    try {
      completed.accept(outcome);
      return null;
    } catch (RuntimeException defect) {
      return defect;
    }
  }

  private void retry(UUID id) {
    waiting.add(id);
    beginWaiting();
  }

  private CompletableFuture<Optional<Bytes>> perform(StepAction action) {
    return switch (action) {
      case StepAction.Install(var schema, var partitions) ->
          onEachShard(partitions, (shard, own) -> shards.install(shard, schema, own));
      case StepAction.Fence(var tableId, var partitions) ->
          onEachShard(partitions, (shard, own) -> shards.fence(shard, tableId));
      case StepAction.Backfill(var tableId, var indexId, var partition, var after) ->
          shards.backfill(tableId, indexId, partition, after, config.chunkItems());
      case StepAction.AwaitCaughtUp(var tableId, var indexId, var partition) ->
          shards
              .awaitIndexCaughtUp(tableId, indexId, partition)
              .thenApply(done -> Optional.<Bytes>empty());
      case StepAction.AlignExpiry(var tableId, var partition, var after) ->
          shards.alignExpiry(tableId, partition, after, config.chunkItems());
      case StepAction.Purge(var tableId, var partition, var after) ->
          shards.purge(tableId, partition, after, config.chunkItems());
    };
  }

  private interface ShardCall {
    CompletableFuture<Void> on(ShardId shard, List<Partition> own);
  }

  private static CompletableFuture<Optional<Bytes>> onEachShard(
      List<Partition> partitions, ShardCall call) {
    Map<ShardId, List<Partition>> homes = new TreeMap<>();
    for (Partition partition : partitions) {
      homes.computeIfAbsent(partition.home(), home -> new ArrayList<>()).add(partition);
    }
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    homes.forEach((shard, own) -> calls.add(call.on(shard, own)));
    return CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
        .thenApply(done -> Optional.empty());
  }
}
