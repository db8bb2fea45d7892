package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.item.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of a {@link Command}. Every outcome but {@link UnknownOutcome} is certain and rests on
 * durable state.
 */
public sealed interface CommandResult extends ShardResponse permits Refusal, CommandResult.Outcome {

  /** The outcomes of commands that were evaluated, and the one that is not known. */
  sealed interface Outcome extends CommandResult {}

  /**
   * The item was written (or needed no writing).
   *
   * @param oldItem the item before; null when there was none, or images were not wanted
   * @param newItem the item after; null when there is none, or images were not wanted
   * @param touched paths an update wrote or removed; empty for other mutations
   * @param version of the item after, where a single write made it; else null
   */
  record Written(
      @Nullable Item oldItem,
      @Nullable Item newItem,
      List<DocumentPath> touched,
      @Nullable Hlc version)
      implements Outcome {

    /** A write whose version is not told. */
    public Written(@Nullable Item oldItem, @Nullable Item newItem, List<DocumentPath> touched) {
      this(oldItem, newItem, touched, null);
    }
  }

  /**
   * The item has another version than was expected; nothing was written.
   *
   * @param current version of the item; null when there is none
   */
  record VersionMismatch(@Nullable Hlc current) implements Outcome {}

  /**
   * The condition did not hold; nothing was written.
   *
   * @param item the item as it is, when asked for and existing
   */
  record ConditionFailed(@Nullable Item item) implements Outcome {}

  /** The write is not valid for the item or the schema as they are; the text is DynamoDB's. */
  record Rejected(String message) implements Outcome {}

  /** A transaction in progress holds the item. */
  record TransactionConflict() implements Outcome {}

  /**
   * The transaction was applied, now or when its token was first used.
   *
   * @param outcomes one for each action, in order; empty when {@code repeated}
   * @param repeated whether the token's transaction had been committed before
   */
  record Transacted(List<Written> outcomes, boolean repeated) implements Outcome {
    public Transacted {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** The transaction cannot be done; nothing was written. One reason for each action, in order. */
  record TransactionRefused(List<Reason> reasons) implements Outcome {
    public TransactionRefused {
      reasons = List.copyOf(reasons);
    }
  }

  /** The token belongs to a transaction that is still going on. */
  record TokenInProgress() implements Outcome {}

  /** The token was used with another request. */
  record TokenMismatch() implements Outcome {}

  /**
   * The items are locked for the transaction.
   *
   * @param outcomes what a commit will do to each item, in the order of the actions
   */
  record Prepared(List<Written> outcomes) implements Outcome {
    public Prepared {
      outcomes = List.copyOf(outcomes);
    }
  }

  /** The transaction has ended in this shard. */
  record TransactionEnded(TransactionOutcome outcome) implements Outcome {}

  /** The ledger record of a transaction; a null decision is still open. */
  record LedgerState(TransactionId transaction, @Nullable TransactionOutcome decision)
      implements Outcome {}

  /** Done, nothing to tell. */
  record Done() implements Outcome {}

  /**
   * A chunk of a longer job is done.
   *
   * @param next where to go on; null when the job is finished
   * @param items items or records the chunk dealt with
   */
  record Progress(byte @Nullable [] next, int items) implements Outcome {}

  /** How far the index partition now is in the source partition's changes. */
  record IndexApplied(ChangePosition upTo) implements Outcome {}

  /** The engine failed while the command was on its way: it may or may not have taken effect. */
  record UnknownOutcome(String reason) implements Outcome {}

  /**
   * What one action of a refused transaction contributed.
   *
   * @param message DynamoDB's text; null for {@link Code#NONE}
   * @param item the item as it is, when its condition failed and it was asked for
   */
  record Reason(Code code, @Nullable String message, @Nullable Item item) {
    public static final Reason NONE = new Reason(Code.NONE, null, null);

    /** DynamoDB's cancellation reason codes that a shard can give. */
    public enum Code {
      NONE,
      CONDITIONAL_CHECK_FAILED,
      TRANSACTION_CONFLICT,
      VALIDATION_ERROR
    }
  }
}
