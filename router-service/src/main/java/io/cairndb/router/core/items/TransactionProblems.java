package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.CancellationReason;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.item.ItemKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with the actions of a transaction, action by action: such problems cancel the
 * transaction where a lone write would be invalid. Confined to the request.
 */
final class TransactionProblems {
  /** Most bytes that the items of a transaction may have together. */
  static final long MAX_BYTES = 4L * 1024 * 1024;

  private final List<CancellationReason> reasons;
  private final Set<Claim> claims = new HashSet<>();
  private boolean any;

  private record Claim(UUID tableId, ItemKey key) {}

  TransactionProblems(int actions) {
    reasons = new ArrayList<>(actions);
  }

  /** The error for a transaction whose items exceed {@link #MAX_BYTES}. */
  static DynamoDbException tooLarge() {
    return DynamoDbErrors.validation(
        "Collection size of items exceeded, which can also be caused by the aggregate size of the"
            + " items in the transaction exceeding the 4MB limit");
  }

  /** Adds the next action's problem; null for none. */
  void add(@Nullable String problem) {
    any |= problem != null;
    reasons.add(
        problem == null ? CancellationReason.none() : CancellationReason.validationError(problem));
  }

  /**
   * Takes an item for an action.
   *
   * @throws DynamoDbException ValidationException when another action has it
   */
  void claim(TablePlan table, ItemKey key) {
    if (!claims.add(new Claim(table.tableId(), key))) {
      throw DynamoDbErrors.validation(
          "Transaction request cannot include multiple operations on one item");
    }
  }

  /**
   * Ends the list.
   *
   * @throws DynamoDbException TransactionCanceledException when there were problems
   */
  void requireNone() {
    if (any) {
      throw DynamoDbErrors.transactionCanceled(reasons);
    }
  }
}
