package io.cairndb.cli.command;

import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.view.Amounts;
import io.cairndb.cli.view.Glyphs;
import io.cairndb.cli.view.TextTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "describe",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Shows one table: keys, indexes, size, settings.",
    footer = {"", "Example:", "  cairn table describe music"})
final class TableDescribeCommand extends RemoteCommand {
  @Parameters(paramLabel = "NAME", description = "Name of the table.")
  private String name = "";

  @Override
  int run(DynamoDb database) throws Exception {
    Obj table = describe(database, name);
    Obj ttl =
        database
            .call("DescribeTimeToLive", Json.object().put("TableName", name).build())
            .object("TimeToLiveDescription");
    Obj view = TableView.of(table, ttl.text("AttributeName"));
    if (json()) {
      print(view);
    } else {
      show(view);
    }
    return 0;
  }

  private void show(Obj view) {
    field("table", view.text("name"));
    field("status", view.text("status"));
    field("key", TableListCommand.attribute(view, "key"));
    field("sort", TableListCommand.attribute(view, "sort"));
    field("items", Amounts.count(view.number("items", 0)));
    field("size", Amounts.bytes(view.number("bytes", 0)));
    Obj provisioned = view.object("billing");
    field(
        "billing",
        provisioned.members().isEmpty()
            ? view.text("billing")
            : "provisioned, %s read and %s write units"
                .formatted(provisioned.text("read"), provisioned.text("write")));
    field("ttl", view.text("ttl"));
    field("stream", view.text("stream"));
    field("created", view.text("created"));
    field("arn", view.text("arn"));
    if (!view.array("indexes").isEmpty()) {
      TextTable indexes =
          new TextTable("INDEX", "KIND", "STATUS", "KEY", "SORT", "PROJECTION", "ITEMS", "SIZE");
      for (Obj index : view.objects("indexes")) {
        indexes.row(
            index.text("name", ""),
            index.text("kind", ""),
            index.text("status", ""),
            TableListCommand.attribute(index, "key"),
            TableListCommand.attribute(index, "sort"),
            index.text("projection", ""),
            Amounts.count(index.number("items", 0)),
            Amounts.bytes(index.number("bytes", 0)));
      }
      say("");
      draw(indexes);
    }
  }

  private void field(String label, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      say("%-8s  %s".formatted(label, Glyphs.safe(value)));
    }
  }
}
