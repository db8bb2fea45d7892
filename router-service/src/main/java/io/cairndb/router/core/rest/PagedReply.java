package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.item.Item;
import io.cairndb.router.core.ResponseStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Answers with items: a page with a cursor to the next, or all pages as lines of JSON. */
final class PagedReply {
  static final String NDJSON = "application/x-ndjson";

  /** In place of a number of items looked at: nobody counted. */
  static final int NOT_COUNTED = -1;

  private final Executor blocking;

  /**
   * Makes it.
   *
   * @param blocking reads the pages behind the first of a stream
   */
  PagedReply(Executor blocking) {
    this.blocking = blocking;
  }

  /**
   * Some items.
   *
   * @param scanned items looked at, or {@link #NOT_COUNTED}
   * @param cursor where to go on; null at the end
   */
  record Page(List<Item> items, int scanned, @Nullable String cursor) {}

  /** Reads the page that a cursor leads to; null for the first. Waits for it. */
  @FunctionalInterface
  interface Pages {
    Page read(@Nullable String cursor);
  }

  /** The reply to a request that begins at {@code from}. */
  CompletableFuture<Reply> to(Call call, Pages pages, @Nullable String from) {
    Page page = pages.read(from);
    if (call.prefers(NDJSON)) {
      return new Reply(200, NDJSON, lines(page.items()), Map.of(), new Lines(pages, page, blocking))
          .now();
    }
    JsonWriter json = Reply.writer().beginObject().member("items").beginArray();
    page.items().forEach(item -> Documents.write(json, item));
    json.endArray();
    json.member("count").number(page.items().size());
    if (page.scanned() != NOT_COUNTED) {
      json.member("scanned").number(page.scanned());
    }
    if (page.cursor() != null) {
      json.member("cursor").string(page.cursor());
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
    private @Nullable String after;

    Lines(Pages pages, Page first, Executor blocking) {
      this.pages = pages;
      this.blocking = blocking;
      this.after = first.cursor();
    }

    @Override
    public CompletableFuture<Optional<WireBuffer>> next() {
      String from = after;
      if (from == null) {
        return CompletableFuture.completedFuture(Optional.empty());
      }
      return CompletableFuture.supplyAsync(
          () -> {
            Page page = pages.read(from);
            after = page.cursor();
            return Optional.of(lines(page.items()));
          },
          blocking);
    }
  }
}
