package io.cairndb.cli.command;

import io.cairndb.cli.client.CallException;
import io.cairndb.cli.client.DynamoDb;
import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import io.cairndb.cli.outcome.CommandFailure;
import io.cairndb.cli.outcome.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Creates a table and waits until it can be used.",
    footer = {
      "",
      "Examples:",
      "  cairn table create music --key artist:S --sort song:S",
      "  cairn table create events --key device:S --sort at:N --ttl expires \\",
      "      --index by-kind=kind:S,at:N --index by-day=day:S,keys"
    })
final class TableCreateCommand extends RemoteCommand {
  private static final int STATUS_CHECKS = 600;

  @Parameters(paramLabel = "NAME", description = "Name of the table.")
  private String name = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "NAME:TYPE",
      description = "Partition key; types are S (text), N (number), B (binary).")
  private String key;

  @Option(names = "--sort", paramLabel = "NAME:TYPE", description = "Sort key.")
  private @Nullable String sort;

  @Option(
      names = "--index",
      paramLabel = "INDEX",
      description =
          "Global index: NAME=KEY:TYPE[,SORT:TYPE][,all|keys|include:A+B]. May be repeated.")
  private List<String> indexes = List.of();

  @Option(
      names = "--local-index",
      paramLabel = "INDEX",
      description = "Local index: NAME=SORT:TYPE[,all|keys|include:A+B]. May be repeated.")
  private List<String> localIndexes = List.of();

  @Option(
      names = "--ttl",
      paramLabel = "NAME",
      description = "Attribute with the second at which an item expires.")
  private @Nullable String ttl;

  @Option(
      names = "--billing",
      paramLabel = "MODE",
      defaultValue = "on-demand",
      description = "on-demand or provisioned:READ/WRITE. Default: ${DEFAULT-VALUE}.")
  private String billing;

  private final Map<String, String> types = new LinkedHashMap<>();

  @Override
  int run(DynamoDb database) throws Exception {
    Obj request = request();
    database.call("CreateTable", request);
    Obj table = awaitActive(database);
    if (ttl != null) {
      database.call(
          "UpdateTimeToLive",
          Json.object()
              .put("TableName", name)
              .put(
                  "TimeToLiveSpecification",
                  Json.object().put("Enabled", true).put("AttributeName", ttl).build())
              .build());
    }
    if (json()) {
      print(TableView.of(table, ttl));
    } else {
      say("Created table " + name + ".");
    }
    return 0;
  }

  private Obj request() {
    Attribute partition = attribute("--key", key);
    List<Attribute> keys = new ArrayList<>(List.of(partition));
    if (sort != null) {
      keys.add(attribute("--sort", sort));
    }
    Json.Builder request = Json.object().put("TableName", name).put("KeySchema", schema(keys));
    List<Obj> global = new ArrayList<>();
    for (String text : indexes) {
      IndexOption index = index("--index", text);
      global.add(index(index, index.keys()));
    }
    List<Obj> local = new ArrayList<>();
    for (String text : localIndexes) {
      IndexOption index = index("--local-index", text);
      if (index.keys().size() != 1) {
        throw usage("--local-index: one sort key is needed, not '" + text + "'");
      }
      local.add(index(index, List.of(partition, index.keys().getFirst())));
    }
    addBilling(request, global);
    if (!local.isEmpty()) {
      request.put("LocalSecondaryIndexes", local);
    }
    List<Obj> definitions = new ArrayList<>();
    types.forEach(
        (attribute, type) ->
            definitions.add(
                Json.object().put("AttributeName", attribute).put("AttributeType", type).build()));
    return request.put("AttributeDefinitions", definitions).build();
  }

  private void addBilling(Json.Builder request, List<Obj> global) {
    Obj throughput = null;
    if (billing.equals("on-demand")) {
      request.put("BillingMode", "PAY_PER_REQUEST");
    } else {
      throughput = throughput();
      request.put("BillingMode", "PROVISIONED").put("ProvisionedThroughput", throughput);
    }
    if (!global.isEmpty()) {
      List<Obj> complete = new ArrayList<>();
      for (Obj index : global) {
        Json.Builder copy = Json.object();
        index.members().forEach(copy::put);
        complete.add(copy.put("ProvisionedThroughput", throughput).build());
      }
      request.put("GlobalSecondaryIndexes", complete);
    }
  }

  private Obj throughput() {
    String[] parts = billing.replaceFirst("^provisioned:", "").split("/", -1);
    try {
      if (billing.startsWith("provisioned:") && parts.length == 2) {
        return Json.object()
            .put("ReadCapacityUnits", Long.parseLong(parts[0]))
            .put("WriteCapacityUnits", Long.parseLong(parts[1]))
            .build();
      }
    } catch (NumberFormatException notWhole) {
      throw usage("--billing: '" + billing + "' has no whole numbers");
    }
    throw usage("--billing must be on-demand or provisioned:READ/WRITE, not '" + billing + "'");
  }

  private Attribute attribute(String option, String text) {
    Attribute attribute =
        Attribute.parse(text)
            .orElseThrow(
                () -> usage(option + " must be NAME:TYPE with type S, N or B, not '" + text + "'"));
    define(attribute);
    return attribute;
  }

  private void define(Attribute attribute) {
    String before = types.put(attribute.name(), attribute.type());
    if (before != null && !before.equals(attribute.type())) {
      throw usage("'" + attribute.name() + "' cannot have two types");
    }
  }

  private IndexOption index(String option, String text) {
    IndexOption index =
        IndexOption.parse(text)
            .orElseThrow(
                () -> usage(option + ": '" + text + "' is not NAME=KEY:TYPE[,SORT:TYPE][,keys]"));
    index.keys().forEach(this::define);
    return index;
  }

  private static Obj index(IndexOption index, List<Attribute> keys) {
    return Json.object()
        .put("IndexName", index.name())
        .put("KeySchema", schema(keys))
        .put("Projection", index.projection())
        .build();
  }

  private static List<Obj> schema(List<Attribute> keys) {
    List<Obj> schema = new ArrayList<>();
    for (Attribute attribute : keys) {
      schema.add(
          Json.object()
              .put("AttributeName", attribute.name())
              .put("KeyType", schema.isEmpty() ? "HASH" : "RANGE")
              .build());
    }
    return schema;
  }

  private Obj awaitActive(DynamoDb database)
      throws CallException, InterruptedException, CommandFailure {
    for (int check = 1; check <= STATUS_CHECKS; check++) {
      Obj table = describe(database, name);
      if ("ACTIVE".equals(table.text("TableStatus"))) {
        return table;
      }
      DynamoDb.pause(Math.min(check, 4));
    }
    throw new CommandFailure(Outcome.INCOMPLETE, "table " + name + " is still being created");
  }
}
