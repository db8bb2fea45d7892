package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.request.Get;
import io.cairndb.dynamodb.wire.request.ReturnValuesOnConditionCheckFailure;
import io.cairndb.dynamodb.wire.request.TransactGetItem;
import io.cairndb.dynamodb.wire.request.TransactGetItemsRequest;
import io.cairndb.dynamodb.wire.request.TransactWriteItem;
import io.cairndb.dynamodb.wire.request.TransactWriteItemsRequest;
import io.cairndb.item.Item;
import io.cairndb.router.core.items.CompoundCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Items of several tables in one request, all or none, as of one moment. Thread-safe. */
final class TransactionResource {
  static final int ACTIONS_MAX = 100;
  private static final Set<String> VERBS = Set.of("put", "update", "delete", "check");
  private static final int KEY_LENGTH_MAX = 36;

  private final CompoundCalls calls;

  TransactionResource(CompoundCalls calls) {
    this.calls = calls;
  }

  List<Route> routes() {
    return List.of(
        Route.blocking("POST", "/v1/transactions/get", this::get),
        Route.blocking("POST", "/v1/transactions/write", this::write));
  }

  private CompletableFuture<Reply> get(Call call) {
    call.requireOnly(Set.of());
    List<TransactGetItem> gets = new ArrayList<>();
    for (Members one : call.envelope(Set.of("items")).objects("items", 1, ACTIONS_MAX)) {
      one.requireOnly(Set.of("table", "key", "fields"));
      Fields fields = Fields.of(one.string("fields"), null);
      gets.add(
          new TransactGetItem(
              new Get(
                  one.requireDocument("key"),
                  one.requireString("table"),
                  fields.expression(),
                  fields.names())));
    }
    return calls
        .transactGet(new TransactGetItemsRequest(gets, null))
        .thenApply(done -> items(done.responses()));
  }

  /** One for each part of the request, in its order; null where there is none. */
  static Reply items(List<Optional<Item>> items) {
    JsonWriter json = Reply.writer().beginObject().member("items").beginArray();
    for (Optional<Item> item : items) {
      item.ifPresentOrElse(found -> Documents.write(json, found), json::nullValue);
    }
    return Reply.json(200, json.endArray().endObject());
  }

  private CompletableFuture<Reply> write(Call call) {
    call.requireOnly(Set.of());
    List<TransactWriteItem> actions = new ArrayList<>();
    for (Members one : call.envelope(Set.of("actions")).objects("actions", 1, ACTIONS_MAX)) {
      actions.add(action(one, onFailure(call)));
    }
    return calls
        .transactWrite(new TransactWriteItemsRequest(actions, null, null, idempotencyKey(call)))
        .thenApply(done -> Reply.empty(204));
  }

  /** Whether items whose condition fails are shown. */
  static @Nullable ReturnValuesOnConditionCheckFailure onFailure(Call call) {
    return call.wantsRepresentation(false) ? ReturnValuesOnConditionCheckFailure.ALL_OLD : null;
  }

  /** The key that makes a repetition harmless, in quotes or without. */
  static @Nullable String idempotencyKey(Call call) {
    String given = call.header("idempotency-key");
    if (given == null) {
      return null;
    }
    String key = given.strip();
    if (key.length() > 1 && key.startsWith("\"") && key.endsWith("\"")) {
      key = key.substring(1, key.length() - 1);
    }
    if (key.isEmpty() || key.length() > KEY_LENGTH_MAX) {
      throw ProblemException.invalid(
          "Idempotency-Key has 1 to " + KEY_LENGTH_MAX + " characters, such as a UUID.");
    }
    return key;
  }

  private static TransactWriteItem action(
      Members one, @Nullable ReturnValuesOnConditionCheckFailure onFailure) {
    List<String> verbs = VERBS.stream().filter(one::has).toList();
    if (verbs.size() != 1) {
      throw ProblemException.invalid(
          "An action of a transaction is to be one of put, update, delete and check.");
    }
    String verb = verbs.getFirst();
    one.requireOnly(
        verb.equals("update")
            ? Set.of("table", verb, "expression", "condition", "names", "values")
            : Set.of("table", verb, "condition", "names", "values"));
    Item item = one.requireDocument(verb);
    String table = one.requireString("table");
    String condition = one.string("condition");
    var names = one.strings("names");
    var values = one.placeholders("values");
    return switch (verb) {
      case "put" -> new TransactWriteItem.Put(item, table, condition, names, values, onFailure);
      case "update" ->
          new TransactWriteItem.Update(
              item, one.requireString("expression"), table, condition, names, values, onFailure);
      case "delete" ->
          new TransactWriteItem.Delete(item, table, condition, names, values, onFailure);
      default ->
          new TransactWriteItem.ConditionCheck(
              item, table, one.requireString("condition"), names, values, onFailure);
    };
  }
}
