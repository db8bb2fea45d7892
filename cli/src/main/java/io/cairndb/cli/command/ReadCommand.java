package io.cairndb.cli.command;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.cairndb.cli.client.CallException;
import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.document.Documents;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.view.Amounts;
import io.cairndb.cli.view.ItemTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * What query, scan and sql share: pages of items, shown as they come to programs, and drawn for
 * people in tables of at most {@value #DRAWN_TOGETHER} rows, so that memory stays bounded. Several
 * threads may read pages at once.
 */
abstract class ReadCommand extends RemoteCommand {
  private static final int DRAWN_TOGETHER = 1_000;
  private static final int SHOWN_TO_PEOPLE = 100;
  private static final int ATTEMPTS = 5;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Most items to show; 0 for all. Default: 100 drawn, all with --json.")
  private @Nullable Integer limit;

  @GuardedBy("this")
  private final List<Obj> waiting = new ArrayList<>();

  private List<String> firstColumns = List.of();

  @GuardedBy("this")
  private long shown;

  @GuardedBy("this")
  private boolean more;

  /** The columns that lead when items are drawn. */
  final void lead(List<String> names) {
    firstColumns = names;
  }

  final long limit() {
    if (limit == null) {
      return json() ? 0 : SHOWN_TO_PEOPLE;
    }
    requireRange("--limit", limit, 0, Integer.MAX_VALUE);
    return limit;
  }

  /** Reads pages until the limit; {@code after} and {@code start} are the paging members. */
  final void readPages(
      DynamoDb database, String operation, Json.Builder request, String after, String start)
      throws CallException, InterruptedException {
    long most = limit();
    while (!isFull()) {
      Obj page = database.callPatiently(operation, request.build(), ATTEMPTS);
      Json next = page.get(after);
      take(page.objects("Items"), most, next != null);
      if (next == null) {
        return;
      }
      request.put(start, next);
    }
  }

  /** Shows items as far as the limit allows. */
  private synchronized void take(List<Obj> items, long most, boolean continued) {
    for (Obj item : items) {
      if (most > 0 && shown == most) {
        more = true;
        return;
      }
      shown++;
      show(Documents.fromItem(item));
    }
    more |= continued && most > 0 && shown == most;
  }

  /** Whether the limit is reached. */
  final synchronized boolean isFull() {
    return more;
  }

  private synchronized void show(Obj document) {
    if (json()) {
      print(document);
      return;
    }
    waiting.add(document);
    if (waiting.size() == DRAWN_TOGETHER) {
      drawWaiting();
    }
  }

  /** Shows items whatever the limit. */
  final synchronized void showAll(List<Obj> items) {
    for (Obj item : items) {
      shown++;
      show(Documents.fromItem(item));
    }
  }

  /** Draws what is left and says how much it was. */
  final synchronized void finish() {
    if (json()) {
      return;
    }
    drawWaiting();
    String count = Amounts.of(shown, "item");
    err().println(more ? count + "; there are more: --limit 0 shows all" : count);
    err().flush();
  }

  private synchronized void drawWaiting() {
    if (!waiting.isEmpty()) {
      draw(ItemTable.of(waiting, firstColumns));
      waiting.clear();
    }
  }

  /** The key names of a table and, when one is named, of its index, the index's first. */
  final List<String> keyNames(Obj table, @Nullable String index) {
    List<String> names = new ArrayList<>();
    List<Obj> indexes = new ArrayList<>(table.objects("GlobalSecondaryIndexes"));
    indexes.addAll(table.objects("LocalSecondaryIndexes"));
    for (Obj candidate : indexes) {
      if (index != null && index.equals(candidate.text("IndexName"))) {
        names.addAll(TableView.keyNames(candidate));
      }
    }
    names.addAll(TableView.keyNames(table));
    return names.stream().distinct().toList();
  }
}
