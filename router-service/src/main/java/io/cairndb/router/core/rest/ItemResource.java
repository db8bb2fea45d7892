package io.cairndb.router.core.rest;

import io.cairndb.causality.Hlc;
import io.cairndb.env.Clock;
import io.cairndb.env.RandomSource;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.router.core.items.ItemCalls;
import io.cairndb.router.core.items.VersionMismatchException;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.ExpectedVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Single items: {@code /v1/tables/{table}/items} and below. Thread-safe. */
final class ItemResource {
  private static final String ITEMS = "/v1/tables/{table}/items";
  private static final String ITEM = ITEMS + "/{partitionKey}";
  private static final String SORTED_ITEM = ITEM + "/{sortKey}";
  private static final Set<String> GUARDS = Set.of("condition", "names", "values");

  /** Merges that met another write each time before the client is told. */
  private static final int MERGE_ATTEMPTS = 16;

  private final ItemCalls items;
  private final Clock clock;
  private final RandomSource random;

  ItemResource(ItemCalls items, Clock clock, RandomSource random) {
    this.items = items;
    this.clock = clock;
    this.random = random;
  }

  List<Route> routes() {
    return List.of(
        Route.of("POST", ITEMS, this::create),
        Route.of("GET", ITEM, this::get),
        Route.of("PUT", ITEM, this::put),
        Route.of("PATCH", ITEM, this::patch),
        Route.of("DELETE", ITEM, this::delete),
        Route.of("GET", SORTED_ITEM, this::get),
        Route.of("PUT", SORTED_ITEM, this::put),
        Route.of("PATCH", SORTED_ITEM, this::patch),
        Route.of("DELETE", SORTED_ITEM, this::delete));
  }

  private Map<String, AttributeValue> keyOf(Call call) {
    return KeyText.key(
        items.keyOf(call.variable("table")),
        call.variable("partitionKey"),
        call.variables().get("sortKey"));
  }

  private CompletableFuture<Reply> get(Call call) {
    call.requireOnly(Set.of("fields", "consistent"));
    call.flag("consistent"); // every read of an item is consistent
    String fields = call.parameter("fields");
    var projection = fields == null ? null : FieldList.parse(fields);
    return items
        .get(call.variable("table"), Item.of(keyOf(call)))
        .thenApply(
            read -> {
              Item item = read.item();
              Hlc version = read.version();
              if (item == null || version == null) {
                throw new ProblemException(
                    ProblemCode.ITEM_NOT_FOUND, "There is no item with this key.");
              }
              String wanted = call.header("if-match");
              if (wanted != null && !EntityTag.admits(wanted, version)) {
                throw ProblemException.versionMismatch(hasVersion(version));
              }
              String known = call.header("if-none-match");
              if (known != null && EntityTag.names(known, version)) {
                return Reply.empty(304).with("ETag", EntityTag.of(version));
              }
              return shown(200, projection == null ? item : projection.apply(item), version);
            });
  }

  private static String hasVersion(Hlc version) {
    return "The item has the version " + EntityTag.of(version) + ".";
  }

  private static Reply shown(int status, Item item, @Nullable Hlc version) {
    return tagged(Reply.json(status, Documents.write(Reply.writer(), item)), version);
  }

  private static Reply tagged(Reply reply, @Nullable Hlc version) {
    return version == null ? reply : reply.with("ETag", EntityTag.of(version));
  }

  /** Expressions in the query: how a PUT or DELETE, whose body is taken, gets a condition. */
  private static ItemCalls.Guard guard(Call call) {
    String values = call.parameter("values");
    String names = call.parameter("names");
    return new ItemCalls.Guard(
        EntityTag.expected(call),
        call.parameter("condition"),
        new ItemCalls.Parameters(
            names == null ? null : parameter("names", names).strings("names"),
            values == null ? null : parameter("values", values).map("values")),
        call.wantsRepresentation(false));
  }

  private static Members parameter(String name, String json) {
    AttributeValue value = Documents.readValue(json.getBytes(StandardCharsets.UTF_8));
    return new Members(Map.of(name, value), "The query");
  }

  private CompletableFuture<Reply> put(Call call) {
    call.requireOnly(GUARDS);
    ItemCalls.Guard guard = guard(call);
    Item item = Item.of(withKey(keyOf(call), call.json()));
    return items
        .put(call.variable("table"), item, guard)
        .thenApply(written -> replyTo(call, written, false));
  }

  /** The document with the key of its path, which it may repeat but not contradict. */
  private static Map<String, AttributeValue> withKey(
      Map<String, AttributeValue> key, Map<String, AttributeValue> document) {
    Map<String, AttributeValue> whole = new LinkedHashMap<>(key);
    document.forEach(
        (name, value) -> {
          AttributeValue inPath = key.get(name);
          if (inPath != null && !inPath.equals(value)) {
            throw ProblemException.invalid(name + " is not what the path says.");
          }
          whole.put(name, value);
        });
    return whole;
  }

  /** The answer to a write that leaves an item. */
  private Reply replyTo(Call call, CommandResult.Written written, boolean showsByDefault) {
    Item item = written.newItem();
    boolean created = written.oldItem() == null && item != null;
    Reply reply;
    if (item != null && call.wantsRepresentation(showsByDefault)) {
      reply = shown(created ? 201 : 200, item, written.version());
    } else {
      reply = tagged(Reply.empty(created ? 201 : 204), written.version());
    }
    return item != null && created ? reply.with("Location", location(call, item)) : reply;
  }

  private String location(Call call, Item item) {
    String table = call.variable("table");
    return "/v1/tables/" + UriText.encode(table) + KeyText.path(items.keyOf(table), item);
  }

  private CompletableFuture<Reply> create(Call call) {
    call.requireOnly(Set.of());
    String table = call.variable("table");
    KeySchema key = items.keyOf(table);
    KeyAttribute partition = key.partition().getFirst();
    Map<String, AttributeValue> document = call.json();
    if (!document.containsKey(partition.name())) {
      if (partition.type() != ScalarType.S) {
        throw ProblemException.invalid(
            partition.name() + " is missing; only a partition key that is a string is made here.");
      }
      Map<String, AttributeValue> made = new LinkedHashMap<>();
      made.put(partition.name(), new AttributeValue.S(newId().toString()));
      made.putAll(document);
      document = made;
    }
    ItemCalls.Guard guard =
        new ItemCalls.Guard(new ExpectedVersion.Absent(), null, ItemCalls.Parameters.NONE, false);
    return items
        .put(table, Item.of(document), guard)
        .handle(
            (written, failure) -> {
              if (failure == null) {
                return replyTo(call, written, true);
              }
              throw isMismatch(failure)
                  ? new ProblemException(ProblemCode.ITEM_EXISTS, "There is an item with this key.")
                  : new CompletionException(failure);
            });
  }

  /** A UUID of version 7: those made later sort behind, to the millisecond. */
  private UUID newId() {
    long millis = clock.currentTimeMillis();
    return new UUID(
        millis << 16 | 7L << 12 | random.nextLong() & 0xFFF, 0b10L << 62 | random.nextLong() >>> 2);
  }

  private CompletableFuture<Reply> patch(Call call) {
    return switch (call.contentType()) {
      case "application/merge-patch+json" -> merge(call);
      case "application/json", "application/x-www-form-urlencoded" -> update(call);
      default ->
          throw new ProblemException(
              ProblemCode.UNSUPPORTED_MEDIA_TYPE,
              "A patch is application/merge-patch+json, or application/json with an update"
                  + " expression.");
    };
  }

  private CompletableFuture<Reply> update(Call call) {
    call.requireOnly(Set.of());
    Members body = call.envelope(Set.of("update", "condition", "names", "values"));
    ItemCalls.Guard guard =
        new ItemCalls.Guard(
            EntityTag.expected(call),
            body.string("condition"),
            new ItemCalls.Parameters(body.strings("names"), body.placeholders("values")),
            call.wantsRepresentation(false));
    return items
        .update(call.variable("table"), Item.of(keyOf(call)), body.requireString("update"), guard)
        .thenApply(written -> replyTo(call, written, true));
  }

  private CompletableFuture<Reply> merge(Call call) {
    call.requireOnly(GUARDS);
    ItemCalls.Guard guard = guard(call);
    Map<String, AttributeValue> key = keyOf(call);
    Map<String, AttributeValue> patch = Documents.readObject(call.body(), call.length());
    for (Map.Entry<String, AttributeValue> part : key.entrySet()) {
      AttributeValue change = patch.get(part.getKey());
      if (change != null && !change.equals(part.getValue())) {
        throw ProblemException.invalid(part.getKey() + " is part of the key and stays.");
      }
    }
    return merge(call, new Merge(key, patch, guard), MERGE_ATTEMPTS)
        .thenApply(written -> replyTo(call, written, true));
  }

  private record Merge(
      Map<String, AttributeValue> key, Map<String, AttributeValue> patch, ItemCalls.Guard guard) {}

  /** Reads, merges, and writes if nobody else has written meanwhile; else once more. */
  private CompletableFuture<CommandResult.Written> merge(Call call, Merge merge, int attempts) {
    String table = call.variable("table");
    return items
        .get(table, Item.of(merge.key()))
        .thenCompose(
            read -> {
              if (!merge.guard().expected().admits(read.version())) {
                throw ProblemException.versionMismatch(
                    read.version() == null ? "There is no such item." : hasVersion(read.version()));
              }
              Map<String, AttributeValue> before =
                  read.item() == null ? merge.key() : read.item().attributes();
              ItemCalls.Guard guard =
                  new ItemCalls.Guard(
                      read.version() == null
                          ? new ExpectedVersion.Absent()
                          : new ExpectedVersion.Exactly(read.version()),
                      merge.guard().condition(),
                      merge.guard().parameters(),
                      merge.guard().wantOld());
              return items.put(table, Item.of(MergePatch.apply(before, merge.patch())), guard);
            })
        .exceptionallyCompose(
            failure -> {
              if (!isMismatch(failure)) {
                return CompletableFuture.failedFuture(failure);
              }
              return attempts > 1
                  ? merge(call, merge, attempts - 1)
                  : CompletableFuture.failedFuture(
                      new ProblemException(
                          ProblemCode.CONTENDED,
                          "Other writes came between each time. Try again."));
            });
  }

  private static boolean isMismatch(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof VersionMismatchException;
  }

  private CompletableFuture<Reply> delete(Call call) {
    call.requireOnly(GUARDS);
    return items
        .delete(call.variable("table"), Item.of(keyOf(call)), guard(call))
        .thenApply(
            written -> {
              Item old = written.oldItem();
              return old != null && call.wantsRepresentation(false)
                  ? shown(200, old, null)
                  : Reply.empty(204);
            });
  }
}
