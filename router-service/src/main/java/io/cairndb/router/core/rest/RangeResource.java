package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.request.QueryRequest;
import io.cairndb.dynamodb.wire.request.ScanRequest;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.router.core.items.ItemCalls;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of items: queries and scans, a page at a time or all of it as lines of JSON. Thread-safe.
 */
final class RangeResource {
  static final int LIMIT_MAX = 10_000;
  private static final int SEGMENTS_MAX = 1_000_000;

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
        Fields.of(
            call.parameter("fields"),
            names == null ? null : object("names", names).strings("names"));
    Map<String, AttributeValue> bound =
        values == null ? null : object("values", values).map("values");
    Integer limit = call.number("limit", 1, LIMIT_MAX);
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
                    call.number("segments", 1, SEGMENTS_MAX),
                    call.number("segment", 0, SEGMENTS_MAX - 1),
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

  private static Members object(String name, String json) {
    return new Members(
        Map.of(name, Documents.readValue(json.getBytes(StandardCharsets.UTF_8))), "The query");
  }

  private CompletableFuture<Reply> query(Call call) {
    call.requireOnly(Set.of());
    Members body =
        call.envelope(
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
    Map<String, AttributeValue> values = body.placeholders("values");
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
    return new PagedReply(blocking)
        .to(
            call,
            after -> {
              ItemCalls.Page page = pages.read(after == null ? null : cursor.decode(after));
              Item last = page.lastKey();
              return new PagedReply.Page(
                  page.items(), page.scanned(), last == null ? null : cursor.encode(last));
            },
            from);
  }
}
