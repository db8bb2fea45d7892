package io.cairndb.router.core.items;

import io.cairndb.expressions.Condition;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.Refusal;
import io.cairndb.transactions.ClientToken;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Transactions on items, wherever they live. Thread-safe. */
public interface ItemTransactions {

  /**
   * One item's part in a write.
   *
   * @param mutation empty for a condition check
   */
  record Action(
      TableSchema table,
      ItemKey key,
      Optional<Mutation> mutation,
      Optional<Condition> condition,
      boolean wantOldOnConditionFailure) {}

  /** One item to read. */
  record Place(TableSchema table, ItemKey key) {}

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

  /**
   * Applies all actions or none.
   *
   * @param actions on distinct items; at least one
   */
  CompletableFuture<WriteOutcome> write(List<Action> actions, Optional<ClientToken> token);

  /** Reads all items as of one moment. */
  CompletableFuture<ReadOutcome> read(List<Place> places);
}
