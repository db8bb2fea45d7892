package io.cairndb.coordinator.core;

import io.cairndb.causality.HybridClock;
import io.cairndb.item.Item;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionMap;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.IdempotencyToken;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.Read;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.TransactAction;
import io.cairndb.shard.transact.ItemTransactions;
import io.cairndb.transactions.ClientToken;
import io.cairndb.transactions.Pauses;
import io.cairndb.transactions.Routed;
import io.cairndb.transactions.SnapshotReader;
import io.cairndb.transactions.TransactionCoordinator;
import io.cairndb.transactions.WriteResult;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Runs transactions over the shards of their items. A shard that refuses for a stale epoch has done
 * nothing, so the transaction is routed anew when the map has moved on. Thread-safe.
 */
public final class DistributedTransactions implements ItemTransactions {
  private static final int ROUTING_ATTEMPTS = 4;
  private static final int DELIVERY_ATTEMPTS = 5;
  private static final int READ_ATTEMPTS = 3;

  private final Supplier<PartitionMap> map;
  private final TransactionCoordinator<
          TransactAction, CommandResult.Written, CommandResult.Reason, Refusal>
      writer;
  private final SnapshotReader<Read.GetItem, Item, Refusal> reader;

  /**
   * Makes the transactions of a process.
   *
   * @param shards every shard that may keep tokens, in an order that never changes
   */
  public DistributedTransactions(
      Supplier<PartitionMap> map,
      ShardTransactions messages,
      List<ShardId> shards,
      HybridClock clock,
      Pauses pauses) {
    this.map = map;
    List<ShardId> ledgers = List.copyOf(shards);
    this.writer =
        new TransactionCoordinator<>(
            clock,
            messages,
            messages,
            token -> ledgers.get(Math.floorMod(token.text().hashCode(), ledgers.size())),
            CommandResult.Reason.NONE,
            DELIVERY_ATTEMPTS,
            pauses);
    this.reader = new SnapshotReader<>(messages, READ_ATTEMPTS, pauses);
  }

  /** Figures for meters. */
  public TransactionCoordinator.Stats stats() {
    return writer.stats();
  }

  @Override
  public CompletableFuture<WriteOutcome> write(WriteRequest request) {
    return write(request.actions(), request.token().map(DistributedTransactions::clientToken), 1);
  }

  private CompletableFuture<WriteOutcome> write(
      List<Action> actions, Optional<ClientToken> token, int attempt) {
    PartitionMap used = map.get();
    List<Routed<TransactAction>> routed = new ArrayList<>();
    for (Action action : actions) {
      Partition partition = used.find(action.groupId(), action.key().token());
      if (partition == null) {
        return CompletableFuture.completedFuture(
            new WriteOutcome.Refused(new Refusal.TableGone(action.tableId())));
      }
      routed.add(
          new Routed<>(
              partition.home(),
              new TransactAction(
                  PartitionRef.of(partition),
                  action.tableId(),
                  action.key(),
                  action.mutation(),
                  action.condition(),
                  action.wantOldOnConditionFailure())));
    }
    return writer
        .write(routed, token)
        .thenCompose(
            result ->
                result
                            instanceof
                            WriteResult.Declined<
                                CommandResult.Written, CommandResult.Reason, Refusal>(
                                Refusal.WrongPartition ignored)
                        && mayRouteAnew(used, attempt)
                    ? write(actions, token, attempt + 1)
                    : CompletableFuture.completedFuture(outcomeOf(result)));
  }

  private static WriteOutcome outcomeOf(
      WriteResult<CommandResult.Written, CommandResult.Reason, Refusal> result) {
    return switch (result) {
      case WriteResult.Committed<CommandResult.Written, CommandResult.Reason, Refusal> done ->
          new WriteOutcome.Committed(done.outcomes(), done.repeated());
      case WriteResult.Refused<CommandResult.Written, CommandResult.Reason, Refusal> refused ->
          new WriteOutcome.Cancelled(refused.reasons());
      case WriteResult.TokenInProgress<CommandResult.Written, CommandResult.Reason, Refusal>
              ignored ->
          new WriteOutcome.TokenInProgress();
      case WriteResult.TokenMismatch<CommandResult.Written, CommandResult.Reason, Refusal>
              ignored ->
          new WriteOutcome.TokenMismatch();
      case WriteResult.Declined<CommandResult.Written, CommandResult.Reason, Refusal> declined ->
          new WriteOutcome.Refused(declined.refusal());
      case WriteResult.RolledBack<CommandResult.Written, CommandResult.Reason, Refusal> back ->
          new WriteOutcome.Refused(new Refusal.Unavailable(back.reason()));
      case WriteResult.Unknown<CommandResult.Written, CommandResult.Reason, Refusal> unknown ->
          new WriteOutcome.Unknown(unknown.reason());
    };
  }

  @Override
  public CompletableFuture<ReadOutcome> read(ReadRequest request) {
    return read(request.places(), 1);
  }

  private CompletableFuture<ReadOutcome> read(List<Place> places, int attempt) {
    PartitionMap used = map.get();
    List<Routed<Read.GetItem>> routed = new ArrayList<>();
    for (Place place : places) {
      Partition partition = used.find(place.groupId(), place.key().token());
      if (partition == null) {
        return CompletableFuture.completedFuture(
            new ReadOutcome.Refused(new Refusal.TableGone(place.tableId())));
      }
      routed.add(
          new Routed<>(
              partition.home(),
              new Read.GetItem(PartitionRef.of(partition), place.tableId(), place.key())));
    }
    return reader
        .read(routed)
        .thenCompose(
            result ->
                result
                            instanceof
                            SnapshotReader.ReadResult.Declined<Item, Refusal>(
                                Refusal.WrongPartition ignored)
                        && mayRouteAnew(used, attempt)
                    ? read(places, attempt + 1)
                    : CompletableFuture.completedFuture(outcomeOf(result)));
  }

  private static ReadOutcome outcomeOf(SnapshotReader.ReadResult<Item, Refusal> result) {
    return switch (result) {
      case SnapshotReader.ReadResult.Snapshot<Item, Refusal> snapshot ->
          new ReadOutcome.Snapshot(
              snapshot.versions().stream()
                  .map(version -> Optional.ofNullable(version.item()))
                  .toList());
      case SnapshotReader.ReadResult.Conflict<Item, Refusal> conflict ->
          new ReadOutcome.Conflict(conflict.held());
      case SnapshotReader.ReadResult.Declined<Item, Refusal> declined ->
          new ReadOutcome.Refused(declined.refusal());
      case SnapshotReader.ReadResult.Unknown<Item, Refusal> unknown ->
          new ReadOutcome.Unknown(unknown.reason());
    };
  }

  /** The first 128 bits of the hash tell requests apart. */
  private static ClientToken clientToken(IdempotencyToken token) {
    ByteBuffer hash = ByteBuffer.wrap(Arrays.copyOf(token.requestHash().toArray(), 16));
    return new ClientToken(token.token(), new UUID(hash.getLong(), hash.getLong()));
  }

  private boolean mayRouteAnew(PartitionMap used, int attempt) {
    return attempt < ROUTING_ATTEMPTS && map.get().version() != used.version();
  }
}
