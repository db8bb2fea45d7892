package io.cairndb.cli.command;

import io.cairndb.cli.client.CallException;
import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.json.Json.Str;
import io.cairndb.cli.view.Amounts;
import io.cairndb.cli.view.TextTable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists the tables.",
    footer = {"", "Example:", "  cairn table list --json"})
final class TableListCommand extends RemoteCommand {

  @Override
  int run(DynamoDb database) throws Exception {
    List<Obj> tables = new ArrayList<>();
    for (String name : names(database)) {
      tables.add(TableView.of(describe(database, name), null));
    }
    if (json()) {
      print(Json.object().put("tables", tables).build());
    } else if (tables.isEmpty()) {
      say("There are no tables.");
    } else {
      draw(table(tables));
    }
    return 0;
  }

  static TextTable table(List<Obj> tables) {
    TextTable drawn = new TextTable("TABLE", "STATUS", "KEY", "SORT", "INDEXES", "ITEMS", "SIZE");
    for (Obj table : tables) {
      drawn.row(
          table.text("name", ""),
          table.text("status", ""),
          attribute(table, "key"),
          attribute(table, "sort"),
          Integer.toString(table.array("indexes").size()),
          Amounts.count(table.number("items", 0)),
          Amounts.bytes(table.number("bytes", 0)));
    }
    return drawn;
  }

  /** A key attribute as {@code name:S}; empty when there is none. */
  static String attribute(Obj view, String role) {
    Obj attribute = view.object(role);
    return attribute.members().isEmpty()
        ? ""
        : attribute.text("name", "") + ":" + attribute.text("type", "");
  }

  /** All names, page by page. */
  static List<String> names(DynamoDb database) throws CallException, InterruptedException {
    List<String> names = new ArrayList<>();
    String after = null;
    do {
      Obj page =
          database.call("ListTables", Json.object().put("ExclusiveStartTableName", after).build());
      for (Json name : page.array("TableNames")) {
        if (name instanceof Str(String text)) {
          names.add(text);
        }
      }
      after = page.text("LastEvaluatedTableName");
    } while (after != null);
    return names;
  }
}
