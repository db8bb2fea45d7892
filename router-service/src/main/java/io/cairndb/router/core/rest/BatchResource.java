package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.BatchGetItemRequest;
import io.cairndb.dynamodb.wire.request.BatchWriteItemRequest;
import io.cairndb.dynamodb.wire.request.KeysAndAttributes;
import io.cairndb.dynamodb.wire.request.WriteRequest;
import io.cairndb.dynamodb.wire.response.BatchGetItemResponse;
import io.cairndb.dynamodb.wire.response.BatchWriteItemResponse;
import io.cairndb.item.Item;
import io.cairndb.router.core.items.CompoundCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Items of several tables in one request, each for itself. What is left undone is answered in the
 * form in which it is asked for again. Thread-safe.
 */
final class BatchResource {
  private static final int GETS_MAX = 100;
  private static final int WRITES_MAX = 25;

  private final CompoundCalls calls;

  BatchResource(CompoundCalls calls) {
    this.calls = calls;
  }

  List<Route> routes() {
    return List.of(
        Route.blocking("POST", "/v1/batch/get", this::get),
        Route.blocking("POST", "/v1/batch/write", this::write));
  }

  private CompletableFuture<Reply> get(Call call) {
    call.requireOnly(Set.of());
    Members tables = tables(call);
    Map<String, KeysAndAttributes> wanted = new LinkedHashMap<>();
    int keys = 0;
    for (String table : tables.values().keySet()) {
      KeysAndAttributes part = wanted(tables.requireObject(table));
      keys += part.keys().size();
      wanted.put(table, part);
    }
    requireSize(keys, GETS_MAX, "keys");
    BatchGetItemResponse done = calls.batchGet(new BatchGetItemRequest(wanted, null));
    JsonWriter json = Reply.writer().beginObject().member("tables").beginObject();
    done.responses()
        .forEach(
            (table, items) -> {
              json.name(table).beginObject();
              documents(json.member("items"), items);
              json.endObject();
            });
    json.endObject().member("unprocessed").beginObject();
    done.unprocessedKeys()
        .forEach((table, left) -> unprocessed(json.name(table), left, tables.requireObject(table)));
    return Reply.json(200, json.endObject().endObject()).now();
  }

  private static Members tables(Call call) {
    Members tables = call.envelope(Set.of("tables")).requireObject("tables");
    if (tables.values().isEmpty()) {
      throw ProblemException.invalid("tables is to have a member for each table.");
    }
    return tables;
  }

  private static void requireSize(int size, int most, String what) {
    if (size > most) {
      throw ProblemException.invalid("A batch has at most " + most + " " + what + ".");
    }
  }

  private static KeysAndAttributes wanted(Members table) {
    table.requireOnly(Set.of("keys", "fields", "consistent"));
    List<Item> keys = new ArrayList<>();
    for (Members key : table.objects("keys", 1, GETS_MAX)) {
      keys.add(Item.of(Documents.attributes(key.values())));
    }
    Fields fields = Fields.of(table.string("fields"), null);
    return new KeysAndAttributes(
        keys, null, table.bool("consistent"), fields.expression(), fields.names());
  }

  private static void documents(JsonWriter json, List<Item> items) {
    json.beginArray();
    items.forEach(item -> Documents.write(json, item));
    json.endArray();
  }

  private static void unprocessed(JsonWriter json, KeysAndAttributes left, Members asked) {
    json.beginObject();
    documents(json.member("keys"), left.keys());
    String fields = asked.string("fields");
    if (fields != null) {
      json.member("fields").string(fields);
    }
    if (left.consistentRead() != null) {
      json.member("consistent").bool(left.consistentRead());
    }
    json.endObject();
  }

  private CompletableFuture<Reply> write(Call call) {
    call.requireOnly(Set.of());
    Members tables = tables(call);
    Map<String, List<WriteRequest>> wanted = new LinkedHashMap<>();
    int writes = 0;
    for (String table : tables.values().keySet()) {
      List<WriteRequest> part = new ArrayList<>();
      tables.objects(table, 1, WRITES_MAX).forEach(one -> part.add(write(one)));
      writes += part.size();
      wanted.put(table, part);
    }
    requireSize(writes, WRITES_MAX, "writes");
    BatchWriteItemResponse done = calls.batchWrite(new BatchWriteItemRequest(wanted, null, null));
    JsonWriter json = Reply.writer().beginObject().member("unprocessed").beginObject();
    done.unprocessedItems()
        .forEach(
            (table, left) -> {
              json.name(table).beginArray();
              left.forEach(one -> write(json, one));
              json.endArray();
            });
    return Reply.json(200, json.endObject().endObject()).now();
  }

  private static WriteRequest write(Members one) {
    one.requireOnly(Set.of("put", "delete"));
    if (one.values().size() != 1) {
      throw ProblemException.invalid("A write of a batch is to be put or delete.");
    }
    return one.has("put")
        ? new WriteRequest.PutRequest(one.requireDocument("put"))
        : new WriteRequest.DeleteRequest(one.requireDocument("delete"));
  }

  private static void write(JsonWriter json, WriteRequest left) {
    json.beginObject();
    switch (left) {
      case WriteRequest.PutRequest put -> Documents.write(json.member("put"), put.item());
      case WriteRequest.DeleteRequest delete ->
          Documents.write(json.member("delete"), delete.key());
    }
    json.endObject();
  }
}
