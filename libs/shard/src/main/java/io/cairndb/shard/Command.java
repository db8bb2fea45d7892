package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.expressions.Condition;
import io.cairndb.item.ItemKey;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can change a shard. Commands are immutable and complete: nothing but the command,
 * its timestamp and the shard's state decides what it does.
 */
public sealed interface Command extends ShardRequest {

  /**
   * Writes one item.
   *
   * @param requestId when present, a repetition within the window is answered as the first was
   * @param expected looked at before the condition
   * @param wantImages whether the answer shows the item before and after; without them a write
   *     costs neither their way back nor, where nothing else needs it, a copy of the item before
   * @return {@link CommandResult.Written}, {@link CommandResult.VersionMismatch}, {@link
   *     CommandResult.ConditionFailed}, {@link CommandResult.Rejected} or {@link
   *     CommandResult.TransactionConflict}
   */
  record WriteItem(
      PartitionRef partition,
      UUID tableId,
      ItemKey key,
      Mutation mutation,
      Optional<Condition> condition,
      boolean wantOldOnConditionFailure,
      @Nullable RequestId requestId,
      ExpectedVersion expected,
      boolean wantImages)
      implements Command {

    /** A write that does not ask for the item's version, and is answered with its images. */
    public WriteItem(
        PartitionRef partition,
        UUID tableId,
        ItemKey key,
        Mutation mutation,
        Optional<Condition> condition,
        boolean wantOldOnConditionFailure,
        @Nullable RequestId requestId) {
      this(
          partition,
          tableId,
          key,
          mutation,
          condition,
          wantOldOnConditionFailure,
          requestId,
          ExpectedVersion.ANY,
          true);
    }
  }

  /**
   * A transaction whose items all live in this shard: one batch.
   *
   * @return {@link CommandResult.Transacted}, {@link CommandResult.TransactionRefused}, {@link
   *     CommandResult.TokenInProgress} or {@link CommandResult.TokenMismatch}
   */
  record TransactLocal(List<TransactAction> actions, Optional<IdempotencyToken> token)
      implements Command {
    public TransactLocal {
      actions = List.copyOf(actions);
    }
  }

  /**
   * Checks this shard's part of a transaction and, when it can be done, locks its items with
   * intents until {@link CommitTransaction} or {@link AbortTransaction}.
   *
   * @param timestamp order of the transaction among others, for those who look at its intents
   * @param ledger shard that holds the decision
   * @return {@link CommandResult.Prepared}, {@link CommandResult.TransactionRefused} or, when the
   *     transaction has ended here before, {@link CommandResult.TransactionEnded}
   */
  record PrepareTransaction(
      TransactionId transaction, Hlc timestamp, ShardId ledger, List<TransactAction> actions)
      implements Command {
    public PrepareTransaction {
      actions = List.copyOf(actions);
    }
  }

  /**
   * Applies the intents; repetitions do nothing. Answered {@link CommandResult.TransactionEnded}.
   */
  record CommitTransaction(TransactionId transaction) implements Command {}

  /** Drops the intents; repetitions do nothing. Answered {@link CommandResult.TransactionEnded}. */
  record AbortTransaction(TransactionId transaction) implements Command {}

  /**
   * Opens the ledger record of a transaction over several shards.
   *
   * @return {@link CommandResult.LedgerState}, or {@link CommandResult.Transacted} (no outcomes)
   *     when the token's transaction has been committed and forgotten, {@link
   *     CommandResult.TokenInProgress} before that, {@link CommandResult.TokenMismatch}
   */
  record BeginTransaction(
      TransactionId transaction, List<ShardId> participants, Optional<IdempotencyToken> token)
      implements Command {
    public BeginTransaction {
      participants = List.copyOf(participants);
    }
  }

  /**
   * Decides a transaction, unless it is decided. A decision to commit needs an open record; a
   * decision to abort does not, so that a late coordinator finds it.
   *
   * @return {@link CommandResult.LedgerState} with the decision that stands
   */
  record RecordDecision(TransactionId transaction, TransactionOutcome outcome) implements Command {}

  /**
   * Removes a decided record after every participant has ended the transaction; its token stays for
   * its ten minutes. Answered {@link CommandResult.Done}.
   */
  record ForgetTransaction(TransactionId transaction) implements Command {}

  /**
   * Removes tokens and marks of ended transactions that are past their time. Marks go first, in
   * every command, from the oldest on.
   *
   * @param from where the last pass over the tokens stopped; null starts over
   * @return {@link CommandResult.Progress}
   */
  record TrimTransactions(byte @Nullable [] from, int maxRecords) implements Command {}

  /**
   * Deletes an item whose time has come; does nothing when it has been changed meanwhile.
   *
   * @param engineKey key of the item in the main tree
   * @param expirySeconds expiry under which the item was found
   * @param asOfSeconds items that expire at this second or before are due
   * @return {@link CommandResult.Written} or {@link CommandResult.TransactionConflict}
   */
  record ExpireItem(UUID tableId, byte[] engineKey, long expirySeconds, long asOfSeconds)
      implements Command {}

  /**
   * Makes {@code schema} the shard's view of the table, unless it holds a newer one, and {@code
   * partitions} the partitions of the table and its global indexes that live here. Removed indexes
   * are purged and a changed TTL attribute is indexed in the background. Answered {@link
   * CommandResult.Done}.
   */
  record InstallSchema(TableSchema schema, List<Partition> partitions) implements Command {
    public InstallSchema {
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * Installs partitions, each unless a newer epoch is known. Answered {@link CommandResult.Done}.
   */
  record InstallPartitions(List<Partition> partitions) implements Command {
    public InstallPartitions {
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * Forgets the table at once and purges its items and entries in the background; its change log
   * stays for the retention. Answered {@link CommandResult.Done}.
   */
  record DropTable(UUID tableId) implements Command {}

  /**
   * Writes existing items to the change log as BACKFILL records, so that the building of an index
   * is ordered with the changes made meanwhile.
   *
   * @param indexIds not to be changed afterwards
   * @param fromKey where the last chunk stopped; null starts
   * @return {@link CommandResult.Progress}
   */
  record BackfillChunk(
      PartitionRef partition, Set<UUID> indexIds, byte @Nullable [] fromKey, int maxItems)
      implements Command {}

  /**
   * Applies changes of one source partition to a partition of a global index, exactly once: the
   * index partition remembers how far it is in the same batch.
   *
   * @param upTo last position of the source that was looked at, mutations or not
   * @return {@link CommandResult.IndexApplied}
   */
  record ApplyIndexChanges(
      PartitionRef indexPartition,
      PartitionId sourcePartition,
      ChangePosition upTo,
      List<IndexMutation> mutations)
      implements Command {
    public ApplyIndexChanges {
      mutations = List.copyOf(mutations);
    }
  }

  /**
   * Drops the oldest change records, up to the first that must stay.
   *
   * @param before records older than this are past their retention
   * @param consumed records up to this place have been consumed by every index; those behind it
   *     stay, and those before it that no stream shows go, whatever their age
   * @return {@link CommandResult.Progress}
   */
  record TrimChanges(
      PartitionId partition, ChangePosition before, ChangePosition consumed, int maxRecords)
      implements Command {}

  /**
   * Does a bounded piece of what changes of schema left to be done: purges and expiry indexing.
   *
   * @return {@link CommandResult.Progress}, finished when no such work is left
   */
  record AdvanceMaintenance(int maxItems) implements Command {}

  /**
   * Counts a bounded number of items after an unclean stop.
   *
   * @return {@link CommandResult.Progress}, finished when all figures are exact
   */
  record AdvanceRecount(int maxItems) implements Command {}
}
