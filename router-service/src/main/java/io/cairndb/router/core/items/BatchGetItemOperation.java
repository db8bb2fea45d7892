package io.cairndb.router.core.items;

import io.cairndb.coordination.Coordinator;
import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.BatchGetItemRequest;
import io.cairndb.dynamodb.wire.request.KeysAndAttributes;
import io.cairndb.dynamodb.wire.response.BatchGetItemResponse;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.router.core.DynamoDbOperation;
import io.cairndb.router.core.RequestContext;
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

/**
 * {@code BatchGetItem}. Keys that did not fit into 16 MB of items, or whose shard was overloaded,
 * are given back as unprocessed.
 */
final class BatchGetItemOperation implements DynamoDbOperation {
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  /** Keys read at a time: bounds what is read in vain once the answer is full. */
  private static final int READ_AHEAD = 32;

  private final TablePlans tables;
  private final ItemAccess items;
  private final ExpressionCompiler compiler;

  BatchGetItemOperation(TablePlans tables, ItemAccess items, ExpressionCompiler compiler) {
    this.tables = tables;
    this.items = items;
    this.compiler = compiler;
  }

  /** The part of the request on one table. */
  private record TablePart(
      String label,
      TablePlan table,
      KeysAndAttributes wanted,
      Optional<ProjectionList> projection,
      Consumption consumption) {}

  /** One key of the request. */
  private record Wanted(TablePart part, Item key, ItemKey place) {}

  /** The answer so far. Confined to the request. */
  private static final class Collected {
    private final Map<String, List<Item>> responses = new LinkedHashMap<>();
    private final Map<String, List<Item>> unprocessed = new LinkedHashMap<>();
    private long bytes;
    private boolean answered;
  }

  @Override
  public String name() {
    return "BatchGetItem";
  }

  @Override
  public boolean blocking() {
    return true;
  }

  @Override
  public CompletableFuture<WireBuffer> handle(byte[] body, RequestContext context) {
    return CompletableFuture.completedFuture(run(BatchGetItemRequest.parse(body)).toBuffer());
  }

  /** Reads the items; waits for them. */
  BatchGetItemResponse run(BatchGetItemRequest request) {
    List<TablePart> parts = parts(request);
    List<Wanted> wanted = new ArrayList<>();
    parts.forEach(part -> wanted.addAll(keys(part)));
    Collected collected = new Collected();
    parts.forEach(part -> collected.responses.put(part.label(), new ArrayList<>()));
    read(wanted, collected);
    return answer(request, parts, collected);
  }

  private List<TablePart> parts(BatchGetItemRequest request) {
    Map<String, Optional<ProjectionList>> projections = new LinkedHashMap<>();
    request
        .requestItems()
        .forEach(
            (label, wanted) ->
                projections.put(
                    label,
                    GetItemOperation.projection(
                        compiler,
                        wanted.projectionExpression(),
                        wanted.attributesToGet(),
                        wanted.expressionAttributeNames())));
    List<TablePart> parts = new ArrayList<>();
    request
        .requestItems()
        .forEach(
            (label, wanted) -> {
              TablePlan table = tables.require(label);
              boolean consistent = Boolean.TRUE.equals(wanted.consistentRead());
              parts.add(
                  new TablePart(
                      label,
                      table,
                      wanted,
                      projections.getOrDefault(label, Optional.empty()),
                      Consumption.ofReads(table, consistent)));
            });
    return parts;
  }

  private static List<Wanted> keys(TablePart part) {
    List<Wanted> wanted = new ArrayList<>();
    Set<ItemKey> seen = new HashSet<>();
    for (Item key : part.wanted().keys()) {
      ItemKey place = ItemKeyRules.requireKey(part.table().key(), key);
      if (!seen.add(place)) {
        throw DynamoDbErrors.validation("Provided list of item keys contains duplicates");
      }
      wanted.add(new Wanted(part, key, place));
    }
    return wanted;
  }

  private void read(List<Wanted> wanted, Collected collected) {
    Refusal.Overloaded overloaded = null;
    for (int from = 0; from < wanted.size(); from += READ_AHEAD) {
      List<Wanted> chunk = wanted.subList(from, Math.min(from + READ_AHEAD, wanted.size()));
      if (collected.bytes >= MAX_BYTES) {
        chunk.forEach(key -> leave(key, collected));
        continue;
      }
      List<Coordinator.Call<ShardRequest>> calls = new ArrayList<>();
      chunk.forEach(key -> calls.add(ItemAccess.getCall(key.part().table(), key.place())));
      List<ShardResponse> answers = items.shards().gather(calls, null).join();
      for (int i = 0; i < chunk.size(); i++) {
        if (answers.get(i) instanceof Refusal.Overloaded refused) {
          overloaded = refused;
          leave(chunk.get(i), collected);
        } else {
          take(chunk.get(i), answers.get(i), collected);
        }
      }
    }
    if (overloaded != null && !collected.answered) {
      throw ShardAnswers.errorOf(overloaded);
    }
  }

  private static void take(Wanted wanted, ShardResponse answer, Collected collected) {
    Item item = ItemAccess.itemOf(answer);
    int size = item == null ? 0 : item.sizeInBytes();
    if (collected.bytes + size > MAX_BYTES) {
      collected.bytes = MAX_BYTES;
      leave(wanted, collected);
      return;
    }
    collected.answered = true;
    collected.bytes += size;
    TablePart part = wanted.part();
    part.consumption().readItem(item);
    if (item != null) {
      Item shown = part.projection().isEmpty() ? item : part.projection().get().apply(item);
      collected.responses.computeIfAbsent(part.label(), l -> new ArrayList<>()).add(shown);
    }
  }

  private static void leave(Wanted wanted, Collected collected) {
    collected
        .unprocessed
        .computeIfAbsent(wanted.part().label(), label -> new ArrayList<>())
        .add(wanted.key());
  }

  private static BatchGetItemResponse answer(
      BatchGetItemRequest request, List<TablePart> parts, Collected collected) {
    Map<String, KeysAndAttributes> unprocessed = new LinkedHashMap<>();
    Map<String, Consumption> used = new LinkedHashMap<>();
    for (TablePart part : parts) {
      used.put(part.label(), part.consumption());
      List<Item> left = collected.unprocessed.get(part.label());
      if (left != null) {
        KeysAndAttributes wanted = part.wanted();
        unprocessed.put(
            part.label(),
            new KeysAndAttributes(
                left,
                wanted.attributesToGet(),
                wanted.consistentRead(),
                wanted.projectionExpression(),
                wanted.expressionAttributeNames()));
      }
    }
    return new BatchGetItemResponse(
        collected.responses,
        unprocessed,
        Reports.capacities(request.returnConsumedCapacity(), used, Reports.Kind.PLAIN));
  }
}
