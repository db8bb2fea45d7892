package io.cairndb.router.core.items;

import io.cairndb.coordination.Coordinator;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.BatchWriteItemRequest;
import io.cairndb.dynamodb.wire.request.WriteRequest;
import io.cairndb.dynamodb.wire.response.BatchWriteItemResponse;
import io.cairndb.dynamodb.wire.response.ItemCollectionMetrics;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * {@code BatchWriteItem}: writes of their own, sent together. Those whose item is held by a
 * transaction, or whose shard was overloaded, are given back as unprocessed.
 */
final class BatchWriteItemOperation implements DynamoDbOperation {
  private final TablePlans tables;
  private final ItemAccess items;

  BatchWriteItemOperation(TablePlans tables, ItemAccess items) {
    this.tables = tables;
    this.items = items;
  }

  /** One write of the request. */
  private record Planned(String label, WriteRequest request, Item keyed, ItemAccess.Write write) {}

  @Override
  public String name() {
    return "BatchWriteItem";
  }

  @Override
  public boolean blocking() {
    return true;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    return CompletableFuture.completedFuture(run(BatchWriteItemRequest.parse(body)).toBuffer());
  }

  /** Makes the writes; waits for them. */
  BatchWriteItemResponse run(BatchWriteItemRequest request) {
    request.requestItems().values().forEach(BatchWriteItemOperation::requireItemSizes);
    Map<String, TablePlan> plans = new LinkedHashMap<>();
    request.requestItems().keySet().forEach(label -> plans.put(label, tables.require(label)));
    List<Planned> writes = new ArrayList<>();
    plans.forEach((label, table) -> plan(label, table, request, writes));
    List<Coordinator.Call<ShardRequest>> calls = new ArrayList<>();
    writes.forEach(planned -> calls.add(planned.write().call()));
    List<ShardResponse> answers = items.shards().gather(calls, null).join();
    return answer(request, plans, writes, answers);
  }

  private static void requireItemSizes(List<WriteRequest> requests) {
    for (WriteRequest request : requests) {
      if (request instanceof WriteRequest.PutRequest put) {
        SingleWrites.requireItemSize(put.item());
      }
    }
  }

  private static void plan(
      String label, TablePlan table, BatchWriteItemRequest request, List<Planned> writes) {
    Set<ItemKey> seen = new HashSet<>();
    boolean wantImages = Reports.isWanted(request.returnConsumedCapacity());
    for (WriteRequest write : request.requestItems().getOrDefault(label, List.of())) {
      Planned planned =
          switch (write) {
            case WriteRequest.PutRequest put -> {
              if (ItemKeyRules.problemOfItem(table.key(), put.item()) != null) {
                throw DynamoDbErrors.validation(ItemKeyRules.MISMATCH);
              }
              ItemKey key = ItemKeyRules.requireItemKey(table.key(), put.item());
              SingleWrites.requireIndexable(table, put.item());
              yield new Planned(
                  label,
                  write,
                  put.item(),
                  write(table, key, new Mutation.Put(put.item()), wantImages));
            }
            case WriteRequest.DeleteRequest delete -> {
              ItemKey key = ItemKeyRules.requireKey(table.key(), delete.key());
              yield new Planned(
                  label, write, delete.key(), write(table, key, new Mutation.Delete(), wantImages));
            }
          };
      if (!seen.add(planned.write().key())) {
        throw DynamoDbErrors.validation("Provided list of item keys contains duplicates");
      }
      writes.add(planned);
    }
  }

  private static ItemAccess.Write write(
      TablePlan table, ItemKey key, Mutation mutation, boolean wantImages) {
    return new ItemAccess.Write(table, key, mutation, Optional.empty(), false, wantImages);
  }

  private static BatchWriteItemResponse answer(
      BatchWriteItemRequest request,
      Map<String, TablePlan> plans,
      List<Planned> writes,
      List<ShardResponse> answers) {
    Map<String, List<WriteRequest>> unprocessed = new LinkedHashMap<>();
    Map<String, Consumption> used = new LinkedHashMap<>();
    plans.forEach((label, table) -> used.put(label, Consumption.ofWrites(table)));
    List<Planned> done = new ArrayList<>();
    Refusal.Overloaded overloaded = null;
    for (int i = 0; i < writes.size(); i++) {
      Planned planned = writes.get(i);
      ShardResponse answer = answers.get(i);
      if (answer instanceof Refusal.Overloaded refused) {
        overloaded = refused;
      }
      if (answer instanceof Refusal.Overloaded
          || answer instanceof CommandResult.TransactionConflict) {
        unprocessed
            .computeIfAbsent(planned.label(), label -> new ArrayList<>())
            .add(planned.request());
      } else {
        CommandResult.Written written = ItemAccess.writtenOf(answer);
        done.add(planned);
        if (Reports.isWanted(request.returnConsumedCapacity())) {
          Consumption consumption = used.get(planned.label());
          if (consumption != null) {
            consumption.write(written.oldItem(), written.newItem());
          }
        }
      }
    }
    if (overloaded != null && done.isEmpty()) {
      throw ShardAnswers.errorOf(overloaded);
    }
    return new BatchWriteItemResponse(
        unprocessed,
        Reports.isWanted(request.returnItemCollectionMetrics()) ? collections(done) : null,
        Reports.capacities(request.returnConsumedCapacity(), used, Reports.Kind.PLAIN));
  }

  private static @Nullable Map<String, List<ItemCollectionMetrics>> collections(
      List<Planned> writes) {
    CollectionReport report = new CollectionReport();
    writes.forEach(one -> report.add(one.label(), one.write().table(), one.keyed()));
    return report.byLabel();
  }
}
