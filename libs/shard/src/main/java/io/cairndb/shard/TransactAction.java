package io.cairndb.shard;

import io.cairndb.expressions.Condition;
import io.cairndb.item.ItemKey;
import java.util.Optional;
import java.util.UUID;

/**
 * One item's part in a transaction.
 *
 * @param mutation empty for a condition check
 * @param wantOldOnConditionFailure whether the item is returned when its condition fails
 */
public record TransactAction(
    PartitionRef partition,
    UUID tableId,
    ItemKey key,
    Optional<Mutation> mutation,
    Optional<Condition> condition,
    boolean wantOldOnConditionFailure) {}
