package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.partiql.BoundStatement;
import io.cairndb.partiql.Statement.Returning;
import io.cairndb.router.core.partiql.KeyEquality;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.ShardResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * INSERT, UPDATE and DELETE as conditional writes of one item. INSERT demands that the item is not
 * there and UPDATE that it is; DELETE of an item that is not there does nothing, whatever else it
 * asks. Thread-safe.
 */
final class StatementWrites {
  private static final String KEY_DEMANDED =
      "Where clause does not contain a mandatory equality on all key attributes";

  private final TablePlans tables;
  private final ItemAccess items;

  StatementWrites(TablePlans tables, ItemAccess items) {
    this.tables = tables;
    this.items = items;
  }

  /**
   * What a statement writes, before its key is held against the table.
   *
   * @param keyed the item, or the key of it
   */
  record Intent(
      TablePlan table, Item keyed, Optional<Mutation> mutation, Optional<Condition> condition) {}

  /** A write that was done, and what the statement shows of it. */
  record Done(TablePlan table, CommandResult.Written written, @Nullable Item shown) {}

  /** Does one write. */
  CompletableFuture<Done> run(BoundStatement statement, boolean wantOldOnFailure) {
    return run(statement, intent(statement), wantOldOnFailure);
  }

  /**
   * What the statement writes.
   *
   * @throws DynamoDbException when there is no such table, or it does not name one item of it
   */
  Intent intent(BoundStatement statement) {
    return intent(statement, tables.require(statement.source().table()));
  }

  /** Does one write that was looked at before. */
  CompletableFuture<Done> run(BoundStatement statement, Intent intent, boolean wantOldOnFailure) {
    TablePlan table = intent.table();
    ItemKeyRules.requireUsableValues(table.key(), intent.keyed());
    String problem = problemOf(statement, intent);
    if (problem != null) {
      throw DynamoDbErrors.validation(problem);
    }
    ItemKey key = ItemKeyRules.requireItemKey(table.key(), intent.keyed());
    ItemAccess.Write write =
        new ItemAccess.Write(
            table,
            key,
            intent.mutation().orElseThrow(),
            intent.condition(),
            wantOldOnFailure,
            true);
    return items.write(write).thenApply(response -> done(statement, table, response));
  }

  private static Done done(BoundStatement statement, TablePlan table, ShardResponse response) {
    if (statement instanceof BoundStatement.Insert
        && response instanceof CommandResult.ConditionFailed) {
      throw DynamoDbErrors.duplicateItem();
    }
    CommandResult.Written written = ItemAccess.writtenOf(response);
    return new Done(table, written, shown(returningOf(statement).orElse(null), written));
  }

  /**
   * What the statement writes.
   *
   * @throws DynamoDbException ValidationException when it does not name one item
   */
  static Intent intent(BoundStatement statement, TablePlan table) {
    return switch (statement) {
      case BoundStatement.Insert insert -> {
        Item item = Item.of(insert.item());
        SingleWrites.requireItemSize(item);
        yield new Intent(
            table, item, Optional.of(new Mutation.Put(item)), Optional.of(absent(table)));
      }
      case BoundStatement.Update update -> {
        KeyEquality target = target(table, update.where());
        Item key = Item.of(target.key());
        yield new Intent(
            table,
            key,
            Optional.of(new Mutation.Update(update.program(), key)),
            Optional.of(all(present(table), target.rest())));
      }
      case BoundStatement.Delete delete -> {
        KeyEquality target = target(table, delete.where());
        yield new Intent(
            table,
            Item.of(target.key()),
            Optional.of(new Mutation.Delete()),
            target.rest().map(rest -> new Condition.Or(List.of(absent(table), rest))));
      }
      case BoundStatement.Exists exists -> check(table, exists);
      case BoundStatement.Select select ->
          throw new IllegalArgumentException("not a write: " + select);
    };
  }

  private static Intent check(TablePlan table, BoundStatement.Exists exists) {
    KeyEquality target =
        KeyEquality.of(table.key(), exists.select().where())
            .filter(found -> found.rest().isPresent())
            .orElseThrow(
                () ->
                    DynamoDbErrors.validation(
                        "EXISTS() must contain a single item read with additional condition"));
    return new Intent(table, Item.of(target.key()), Optional.empty(), target.rest());
  }

  private static KeyEquality target(TablePlan table, Optional<Condition> where) {
    return KeyEquality.of(table.key(), where)
        .orElseThrow(() -> DynamoDbErrors.validation(KEY_DEMANDED));
  }

  /** Whether the fault is one that cancels a transaction where a lone write would be invalid. */
  static boolean isMissingKey(DynamoDbException fault) {
    return KEY_DEMANDED.equals(fault.getMessage());
  }

  /** What is wrong with the write whatever the table holds; null when nothing is. */
  static @Nullable String problemOf(BoundStatement statement, Intent intent) {
    TablePlan table = intent.table();
    if (statement instanceof BoundStatement.Insert) {
      String problem = ItemKeyRules.problemOfItem(table.key(), intent.keyed());
      return problem == null
          ? TransactWriteItemsOperation.indexProblem(table, intent.keyed())
          : problem;
    }
    String problem = ItemKeyRules.problemOfKey(table.key(), intent.keyed());
    return problem == null && statement instanceof BoundStatement.Update update
        ? UpdateItemOperation.problemOf(table, update.program())
        : problem;
  }

  private static Condition present(TablePlan table) {
    return new Condition.AttributeExists(partitionAttribute(table));
  }

  private static Condition absent(TablePlan table) {
    return new Condition.AttributeNotExists(partitionAttribute(table));
  }

  private static DocumentPath partitionAttribute(TablePlan table) {
    return DocumentPath.ofAttribute(table.key().partition().getFirst().name());
  }

  private static Condition all(Condition first, Optional<Condition> rest) {
    List<Condition> terms = new ArrayList<>();
    terms.add(first);
    rest.ifPresent(terms::add);
    return terms.size() == 1 ? first : new Condition.And(terms);
  }

  /** Empty for statements that return nothing of what they write. */
  static Optional<Returning> returningOf(BoundStatement statement) {
    return switch (statement) {
      case BoundStatement.Update update -> update.returning();
      case BoundStatement.Delete delete -> delete.returning();
      case BoundStatement.Insert ignored -> Optional.empty();
      case BoundStatement.Exists ignored -> Optional.empty();
      case BoundStatement.Select ignored -> Optional.empty();
    };
  }

  private static @Nullable Item shown(
      @Nullable Returning returning, CommandResult.Written written) {
    return switch (returning) {
      case null -> null;
      case ALL_OLD -> written.oldItem();
      case ALL_NEW -> written.newItem();
      case MODIFIED_OLD -> touched(written, written.oldItem());
      case MODIFIED_NEW -> touched(written, written.newItem());
    };
  }

  private static @Nullable Item touched(CommandResult.Written written, @Nullable Item image) {
    if (image == null || written.touched().isEmpty()) {
      return null;
    }
    Item parts = new ProjectionList(written.touched()).apply(image);
    return parts.isEmpty() ? null : parts;
  }
}
