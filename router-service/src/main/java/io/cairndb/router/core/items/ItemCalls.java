package io.cairndb.router.core.items;

import io.cairndb.causality.Hlc;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.request.QueryRequest;
import io.cairndb.dynamodb.wire.request.ScanRequest;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.ExpressionKind;
import io.cairndb.expressions.Substitutions;
import io.cairndb.expressions.UpdateProgram;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.ExpectedVersion;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.ShardResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The operations on items as typed calls, for APIs that do not speak DynamoDB's JSON: the same
 * rules, the same plans, the same errors ({@link DynamoDbException}). Thread-safe.
 */
public final class ItemCalls {
  private final TablePlans tables;
  private final ItemAccess items;
  private final ExpressionCompiler compiler;
  private final QueryOperation queries;
  private final ScanOperation scans;

  public ItemCalls(ItemPorts ports) {
    this.tables = new TablePlans(ports.catalog());
    this.items = new ItemAccess(ports.shards());
    this.compiler = ports.compiler();
    RangeReads reads = new RangeReads(ports);
    this.queries = new QueryOperation(tables, reads, compiler);
    this.scans = new ScanOperation(tables, reads, compiler);
  }

  /**
   * An item as a write left it.
   *
   * @param version null when there is no item
   */
  public record Versioned(@Nullable Item item, @Nullable Hlc version) {}

  /** Expressions may name attributes and values by these. */
  public record Parameters(
      @Nullable Map<String, String> names, @Nullable Map<String, AttributeValue> values) {
    public static final Parameters NONE = new Parameters(null, null);

    Substitutions substitutions() {
      return Substitutions.checked(names, values);
    }
  }

  /**
   * What must hold for a write to be made.
   *
   * @param condition an expression
   * @param wantOld whether a failure is to show the item
   */
  public record Guard(
      ExpectedVersion expected,
      @Nullable String condition,
      Parameters parameters,
      boolean wantOld) {}

  /**
   * A page of a range of items.
   *
   * @param lastKey where to go on; null at the end
   */
  public record Page(List<Item> items, int count, int scanned, @Nullable Item lastKey) {}

  /** The key of a table whose items can be used now. */
  public KeySchema keyOf(String table) {
    return tables.require(table).key();
  }

  public CompletableFuture<Versioned> get(String tableName, Item key) {
    TablePlan table = tables.require(tableName);
    return items
        .get(table, ItemKeyRules.requireKey(table.key(), key))
        .thenApply(ItemCalls::versionedOf);
  }

  private static Versioned versionedOf(ShardResponse response) {
    Item item = ItemAccess.itemOf(response);
    return item != null && response instanceof ReadResult.ItemRead read
        ? new Versioned(item, read.version())
        : new Versioned(null, null);
  }

  /** Creates or replaces an item. */
  public CompletableFuture<CommandResult.Written> put(String tableName, Item item, Guard guard) {
    SingleWrites.requireItemSize(item);
    Optional<Condition> condition = condition(guard);
    TablePlan table = tables.require(tableName);
    ItemKey key = ItemKeyRules.requireItemKey(table.key(), item);
    SingleWrites.requireIndexable(table, item);
    return write(table, key, new Mutation.Put(item), condition, guard);
  }

  /** Changes attributes of an item, creating it if need be. */
  public CompletableFuture<CommandResult.Written> update(
      String tableName, Item key, String expression, Guard guard) {
    Substitutions substitutions = guard.parameters().substitutions();
    UpdateProgram program = compiler.update(expression, substitutions);
    Optional<Condition> condition = condition(guard, substitutions);
    substitutions.requireAllUsed();
    TablePlan table = tables.require(tableName);
    ItemKey place = ItemKeyRules.requireKey(table.key(), key);
    String problem = UpdateItemOperation.problemOf(table, program);
    if (problem != null) {
      throw DynamoDbErrors.validation(problem);
    }
    return write(table, place, new Mutation.Update(program, key), condition, guard);
  }

  public CompletableFuture<CommandResult.Written> delete(String tableName, Item key, Guard guard) {
    Optional<Condition> condition = condition(guard);
    TablePlan table = tables.require(tableName);
    ItemKey place = ItemKeyRules.requireKey(table.key(), key);
    return write(table, place, new Mutation.Delete(), condition, guard);
  }

  private CompletableFuture<CommandResult.Written> write(
      TablePlan table, ItemKey key, Mutation mutation, Optional<Condition> condition, Guard guard) {
    return items
        .write(
            new ItemAccess.Write(
                table, key, mutation, condition, guard.wantOld(), guard.expected(), true))
        .thenApply(ItemAccess::writtenOf);
  }

  private Optional<Condition> condition(Guard guard) {
    Substitutions substitutions = guard.parameters().substitutions();
    Optional<Condition> condition = condition(guard, substitutions);
    substitutions.requireAllUsed();
    return condition;
  }

  private Optional<Condition> condition(Guard guard, Substitutions substitutions) {
    return Optional.ofNullable(guard.condition())
        .map(text -> compiler.condition(ExpressionKind.CONDITION, text, substitutions));
  }

  /** Reads a page of one partition key. */
  public CompletableFuture<Page> query(QueryRequest request) {
    return queries.read(request).thenApply(read -> pageOf(read.page()));
  }

  /** Reads a page of a table or index; waits for it. */
  public Page scan(ScanRequest request) {
    return pageOf(scans.read(request).page());
  }

  private static Page pageOf(ReadResult.RangePage page) {
    return new Page(page.items(), page.count(), page.scannedCount(), page.lastEvaluatedKey());
  }
}
