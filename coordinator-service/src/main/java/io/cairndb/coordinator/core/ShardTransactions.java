package io.cairndb.coordinator.core;

import io.cairndb.causality.Hlc;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.Command;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.IdempotencyToken;
import io.cairndb.shard.Read;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.TransactAction;
import io.cairndb.shard.TransactionId;
import io.cairndb.shard.TransactionOutcome;
import io.cairndb.transactions.ClientToken;
import io.cairndb.transactions.Decision;
import io.cairndb.transactions.Ledger;
import io.cairndb.transactions.Participants;
import io.cairndb.transactions.SnapshotReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The messages of the transaction protocol as shard commands. Thread-safe. */
public final class ShardTransactions
    implements Participants<TransactAction, CommandResult.Written, CommandResult.Reason, Refusal>,
        Ledger<Refusal>,
        SnapshotReader.Items<Read.GetItem, Item, Refusal> {
  private final ShardGateway shards;

  public ShardTransactions(ShardGateway shards) {
    this.shards = shards;
  }

  @Override
  public CompletableFuture<LocalReply<CommandResult.Written, CommandResult.Reason, Refusal>>
      transactLocally(ShardId shard, List<TransactAction> actions, Optional<ClientToken> token) {
    return ask(shard, new Command.TransactLocal(actions, tokenOf(token)))
        .thenApply(
            answer ->
                switch (answer) {
                  case CommandResult.Transacted done ->
                      new LocalReply.Applied<>(done.outcomes(), done.repeated());
                  case CommandResult.TransactionRefused refused ->
                      new LocalReply.Refused<>(refused.reasons());
                  case CommandResult.TokenInProgress ignored -> new LocalReply.TokenInProgress<>();
                  case CommandResult.TokenMismatch ignored -> new LocalReply.TokenMismatch<>();
                  case Refusal refusal -> new LocalReply.Declined<>(refusal);
                  case CommandResult.Outcome other -> new LocalReply.Unknown<>(reasonOf(other));
                  case ReadResult.Answer other -> new LocalReply.Unknown<>(reasonOf(other));
                });
  }

  @Override
  public CompletableFuture<PrepareReply<CommandResult.Written, CommandResult.Reason, Refusal>>
      prepare(ShardId shard, Hlc transaction, ShardId ledger, List<TransactAction> actions) {
    return ask(
            shard, new Command.PrepareTransaction(idOf(transaction), transaction, ledger, actions))
        .thenApply(
            answer ->
                switch (answer) {
                  case CommandResult.Prepared prepared ->
                      new PrepareReply.Prepared<>(prepared.outcomes());
                  case CommandResult.TransactionRefused refused ->
                      new PrepareReply.Refused<>(refused.reasons());
                  case CommandResult.TransactionEnded ignored -> new PrepareReply.Ended<>();
                  case Refusal refusal -> new PrepareReply.Declined<>(refusal);
                  case CommandResult.Outcome other -> new PrepareReply.Unknown<>(reasonOf(other));
                  case ReadResult.Answer other -> new PrepareReply.Unknown<>(reasonOf(other));
                });
  }

  @Override
  public CompletableFuture<EndReply> end(ShardId shard, Hlc transaction, Decision decision) {
    Command command =
        switch (decision) {
          case COMMITTED -> new Command.CommitTransaction(idOf(transaction));
          case ABORTED -> new Command.AbortTransaction(idOf(transaction));
        };
    return ask(shard, command)
        .thenApply(
            answer ->
                answer instanceof CommandResult.TransactionEnded ended
                    ? new EndReply.Ended(decisionOf(ended.outcome()))
                    : new EndReply.NotYet(reasonOf(answer)));
  }

  @Override
  public CompletableFuture<BeginReply<Refusal>> begin(
      ShardId ledger, Hlc transaction, List<ShardId> participants, Optional<ClientToken> token) {
    return ask(
            ledger, new Command.BeginTransaction(idOf(transaction), participants, tokenOf(token)))
        .thenApply(
            answer ->
                switch (answer) {
                  case CommandResult.LedgerState(_, TransactionOutcome decision) ->
                      decision == null
                          ? new BeginReply.Open<>()
                          : new BeginReply.Decided<>(decisionOf(decision));
                  case CommandResult.Transacted ignored -> new BeginReply.Repeated<>();
                  case CommandResult.TokenInProgress ignored -> new BeginReply.TokenInProgress<>();
                  case CommandResult.TokenMismatch ignored -> new BeginReply.TokenMismatch<>();
                  case Refusal refusal -> new BeginReply.Declined<>(refusal);
                  case CommandResult.Outcome other -> new BeginReply.Unknown<>(reasonOf(other));
                  case ReadResult.Answer other -> new BeginReply.Unknown<>(reasonOf(other));
                });
  }

  @Override
  public CompletableFuture<DecideReply> decide(ShardId ledger, Hlc transaction, Decision proposed) {
    TransactionOutcome outcome =
        switch (proposed) {
          case COMMITTED -> TransactionOutcome.COMMITTED;
          case ABORTED -> TransactionOutcome.ABORTED;
        };
    return ask(ledger, new Command.RecordDecision(idOf(transaction), outcome))
        .thenApply(
            answer ->
                answer instanceof CommandResult.LedgerState(_, TransactionOutcome decision)
                        && decision != null
                    ? new DecideReply.Decided(decisionOf(decision))
                    : new DecideReply.NotYet(reasonOf(answer)));
  }

  @Override
  public CompletableFuture<Boolean> forget(ShardId ledger, Hlc transaction) {
    return ask(ledger, new Command.ForgetTransaction(idOf(transaction)))
        .thenApply(answer -> answer instanceof CommandResult.Done);
  }

  @Override
  public CompletableFuture<SnapshotReader.Reply<Item, Refusal>> read(
      ShardId shard, List<Read.GetItem> names) {
    return ask(shard, new Read.GetItems(names, true))
        .thenApply(
            answer ->
                switch (answer) {
                  case ReadResult.ItemsRead found ->
                      new SnapshotReader.Reply.Found<>(versionsOf(found));
                  case Refusal refusal -> new SnapshotReader.Reply.Declined<>(refusal);
                  case ReadResult.Answer other ->
                      new SnapshotReader.Reply.Unknown<>(reasonOf(other));
                  case CommandResult.Outcome other ->
                      new SnapshotReader.Reply.Unknown<>(reasonOf(other));
                });
  }

  private static List<SnapshotReader.Version<Item>> versionsOf(ReadResult.ItemsRead found) {
    List<SnapshotReader.Version<Item>> versions = new ArrayList<>();
    for (ReadResult.ItemRead one : found.items()) {
      versions.add(new SnapshotReader.Version<>(one.item(), one.version(), one.writePending()));
    }
    return versions;
  }

  /** A future that fails tells nothing, as an unknown outcome does. */
  private CompletableFuture<ShardResponse> ask(ShardId shard, ShardRequest request) {
    return shards
        .send(shard, request)
        .exceptionally(
            failure -> new CommandResult.UnknownOutcome(String.valueOf(failure.getMessage())));
  }

  private static TransactionId idOf(Hlc transaction) {
    return new TransactionId(transaction.toUuid());
  }

  private static Decision decisionOf(TransactionOutcome outcome) {
    return switch (outcome) {
      case COMMITTED -> Decision.COMMITTED;
      case ABORTED -> Decision.ABORTED;
    };
  }

  private static Optional<IdempotencyToken> tokenOf(Optional<ClientToken> token) {
    return token.map(given -> new IdempotencyToken(given.text(), bytesOf(given.requestHash())));
  }

  private static Bytes bytesOf(UUID hash) {
    return Bytes.of(
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(hash.getMostSignificantBits())
            .putLong(hash.getLeastSignificantBits())
            .array());
  }

  private static String reasonOf(ShardResponse answer) {
    return answer instanceof CommandResult.UnknownOutcome unknown
        ? unknown.reason()
        : answer.getClass().getSimpleName();
  }
}
