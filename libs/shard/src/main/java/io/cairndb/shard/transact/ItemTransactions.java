package io.cairndb.shard.transact;

import io.cairndb.expressions.Condition;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.IdempotencyToken;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Transactions on items, wherever they live. Thread-safe. What is asked and answered has an
 * encoding ({@link io.cairndb.shard.codec.TransactionCodec}), so that who asks and who coordinates
 * may be different processes.
 */
public interface ItemTransactions {

  /**
   * One item's part in a write.
   *
   * @param groupId table group whose partitions hold the table's items
   * @param mutation empty for a condition check
   */
  record Action(
      UUID groupId,
      UUID tableId,
      ItemKey key,
      Optional<Mutation> mutation,
      Optional<Condition> condition,
      boolean wantOldOnConditionFailure) {}

  /**
   * One item to read.
   *
   * @param groupId table group whose partitions hold the table's items
   */
  record Place(UUID groupId, UUID tableId, ItemKey key) {}

  /**
   * A transaction that writes: all actions are applied or none.
   *
   * @param actions on distinct items; at least one
   * @param token makes repetitions the same transaction
   */
  record WriteRequest(List<Action> actions, Optional<IdempotencyToken> token) {
    public WriteRequest {
      actions = List.copyOf(actions);
    }
  }

  /** A transaction that reads: all items as of one moment. */
  record ReadRequest(List<Place> places) {
    public ReadRequest {
      places = List.copyOf(places);
    }
  }

  /** What a write came to. */
  sealed interface WriteOutcome {

    /**
     * Applied.
     *
     * @param writes one for each action, in order; empty when {@code repeated}
     * @param repeated whether the token's transaction had been applied before
     */
    record Committed(List<CommandResult.Written> writes, boolean repeated)
        implements WriteOutcome {}

    /** Not applied; one reason for each action, in order. */
    record Cancelled(List<CommandResult.Reason> reasons) implements WriteOutcome {}

    record TokenInProgress() implements WriteOutcome {}

    record TokenMismatch() implements WriteOutcome {}

    /** Not applied: a shard did not look at it. */
    record Refused(Refusal refusal) implements WriteOutcome {}

    /** Nobody can tell whether it was applied. */
    record Unknown(String reason) implements WriteOutcome {}
  }

  /** What a read came to. */
  sealed interface ReadOutcome {

    /** The items as of one moment, in order; empty for one that does not exist. */
    record Snapshot(List<Optional<Item>> items) implements ReadOutcome {}

    /** Writes were in the way; for each item, whether it was one of theirs. */
    record Conflict(List<Boolean> held) implements ReadOutcome {}

    record Refused(Refusal refusal) implements ReadOutcome {}

    record Unknown(String reason) implements ReadOutcome {}
  }

  CompletableFuture<WriteOutcome> write(WriteRequest request);

  CompletableFuture<ReadOutcome> read(ReadRequest request);
}
