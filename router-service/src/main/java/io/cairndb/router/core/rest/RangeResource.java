package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.dynamodb.wire.request.QueryRequest;
import io.cairndb.dynamodb.wire.request.ScanRequest;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.router.core.ResponseStream;
import io.cairndb.router.core.items.ItemCalls;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of items: queries and scans, a page at a time or all of it as lines of JSON. Thread-safe.
 */
final class RangeResource {
  private static final String NDJSON = "application/x-ndjson";
  private static final int LIMIT_MAX = 10_000;

  private final ItemCalls items;
  private final Executor blocking;

  RangeResource(ItemCalls items, Executor blocking) {
    this.items = items;
    this.blocking = blocking;
  }

  List<Route> routes() {
    return List.of(
        Route.blocking("GET", "/v1/tables/{table}/items", this::scan),
        Route.blocking("POST", "/v1/tables/{table}/query", this::query));
  }

  /** Reads the page behind a key; null for the first. */
  @FunctionalInterface
  private interface Pages {
    ItemCalls.Page read(@Nullable Item after);
  }

  private CompletableFuture<Reply> scan(Call call) {
    call.requireOnly(
        Set.of(
            "index",
            "filter",
            "names",
            "values",
            "fields",
            "limit",
            "cursor",
            "consistent",
            "segment",
            "segments"));
    String values = call.parameter("values");
    String names = call.parameter("names");
    String table = call.variable("table");
    Fields fields =
        Fields.of(call.parameter("fields"), names == null ? null : object(names).strings("it"));
    Map<String, AttributeValue> bound = values == null ? null : object(values).map("it");
    Integer limit = number(call, "limit", 1);
    Pages pages =
        after ->
            items.scan(
                new ScanRequest(
                    table,
                    call.parameter("index"),
                    null,
                    limit,
                    null,
                    null,
                    null,
                    after,
                    null,
                    number(call, "segments", 1),
                    number(call, "segment", 0),
                    fields.expression(),
                    call.parameter("filter"),
                    fields.names(),
                    bound,
                    call.flag("consistent")));
    Cursor cursor =
        Cursor.of(
            "scan",
            table,
            call.parameter("index"),
            call.parameter("filter"),
            names,
            values,
            call.parameter("segment"),
            call.parameter("segments"));
    return answer(call, pages, cursor, call.parameter("cursor"), limit);
  }

  private static Members object(String json) {
    return new Members(
        Map.of("it", Documents.readValue(json.getBytes(StandardCharsets.UTF_8))), "The query");
  }

  private static @Nullable Integer number(Call call, String name, int least) {
    String text = call.parameter(name);
    if (text == null) {
      return null;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= 1_000_000) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw ProblemException.invalid(name + " is to be a whole number from " + least + " on.");
    }
    throw ProblemException.invalid(name + " is to be a whole number from " + least + " on.");
  }

  private CompletableFuture<Reply> query(Call call) {
    call.requireOnly(Set.of());
    Members body =
        Members.of(
            call.json(),
            Set.of(
                "key",
                "index",
                "filter",
                "names",
                "values",
                "fields",
                "limit",
                "cursor",
                "consistent",
                "descending"));
    String table = call.variable("table");
    Fields fields = Fields.of(body.string("fields"), body.strings("names"));
    boolean forward = !Boolean.TRUE.equals(body.bool("descending"));
    Integer limit = body.positive("limit");
    String key = body.requireString("key");
    Map<String, AttributeValue> values = body.map("values");
    Pages pages =
        after ->
            items
                .query(
                    new QueryRequest(
                        table,
                        body.string("index"),
                        null,
                        null,
                        limit,
                        Boolean.TRUE.equals(body.bool("consistent")),
                        null,
                        null,
                        null,
                        forward,
                        after,
                        null,
                        fields.expression(),
                        body.string("filter"),
                        key,
                        fields.names(),
                        values))
                .join();
    Cursor cursor =
        Cursor.of(
            "query",
            table,
            body.string("index"),
            key,
            body.string("filter"),
            String.valueOf(body.strings("names")),
            String.valueOf(values),
            String.valueOf(forward));
    return answer(call, pages, cursor, body.string("cursor"), limit);
  }

  private CompletableFuture<Reply> answer(
      Call call, Pages pages, Cursor cursor, @Nullable String from, @Nullable Integer limit) {
    if (limit != null && limit > LIMIT_MAX) {
      throw ProblemException.invalid("limit is at most " + LIMIT_MAX + ".");
    }
    ItemCalls.Page page = pages.read(from == null ? null : cursor.decode(from));
    String accept = call.header("accept");
    if (accept != null && accept.toLowerCase(Locale.ROOT).contains(NDJSON)) {
      return new Reply(200, NDJSON, lines(page.items()), Map.of(), new Lines(pages, page, blocking))
          .now();
    }
    JsonWriter json = Reply.writer().beginObject().member("items").beginArray();
    page.items().forEach(item -> Documents.write(json, item));
    json.endArray();
    json.member("count").number(page.count());
    json.member("scanned").number(page.scanned());
    if (page.lastKey() != null) {
      json.member("cursor").string(cursor.encode(page.lastKey()));
    }
    return Reply.json(200, json.endObject()).now();
  }

  private static WireBuffer lines(List<Item> items) {
    WireBuffer lines = new WireBuffer();
    JsonWriter json = Reply.writer();
    for (Item item : items) {
      json.buffer().clear();
      Documents.write(json, item);
      lines.put(json.buffer().array(), 0, json.buffer().size()).put('\n');
    }
    return lines;
  }

  /** The pages behind the first, each read when the connection asks. Confined to a stream. */
  private static final class Lines implements ResponseStream {
    private final Pages pages;
    private final Executor blocking;
    private @Nullable Item after;

    Lines(Pages pages, ItemCalls.Page first, Executor blocking) {
      this.pages = pages;
      this.blocking = blocking;
      this.after = first.lastKey();
    }

    @Override
    public CompletableFuture<Optional<WireBuffer>> next() {
      Item from = after;
      if (from == null) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      return CompletableFuture.supplyAsync(
          () -> {
            ItemCalls.Page page = pages.read(from);
            after = page.lastKey();
            return Optional.of(lines(page.items()));
          },
          blocking);
    }
  }
}
