package io.cairndb.cli.command;

import io.cairndb.cli.json.Json;
import io.cairndb.cli.json.Json.Obj;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The shape in which {@code --json} shows a table, made from DescribeTable's answer. */
final class TableView {
  private TableView() {}

  static Obj of(Obj table, @Nullable String ttl) {
    Json.Builder view =
        Json.object()
            .put("name", table.text("TableName"))
            .put("status", table.text("TableStatus"))
            .put("key", attribute(table, table, "HASH"))
            .put("sort", attribute(table, table, "RANGE"))
            .put("items", table.number("ItemCount", 0))
            .put("bytes", table.number("TableSizeBytes", 0))
            .put("billing", billing(table))
            .put("ttl", ttl)
            .put("stream", table.object("StreamSpecification").text("StreamViewType"))
            .put("created", created(table))
            .put("arn", table.text("TableArn"));
    List<Json> indexes = new ArrayList<>();
    table
        .objects("GlobalSecondaryIndexes")
        .forEach(index -> indexes.add(index(table, index, "global")));
    table
        .objects("LocalSecondaryIndexes")
        .forEach(index -> indexes.add(index(table, index, "local")));
    return view.put("indexes", indexes).build();
  }

  private static Obj index(Obj table, Obj index, String kind) {
    return Json.object()
        .put("name", index.text("IndexName"))
        .put("kind", kind)
        .put("status", index.text("IndexStatus", "ACTIVE"))
        .put("key", attribute(table, index, "HASH"))
        .put("sort", attribute(table, index, "RANGE"))
        .put("projection", index.object("Projection").text("ProjectionType"))
        .put("items", index.number("ItemCount", 0))
        .put("bytes", index.number("IndexSizeBytes", 0))
        .build();
  }

  /** The names of the key attributes of a table or an index, the partition key first. */
  static List<String> keyNames(Obj schema) {
    return schema.objects("KeySchema").stream()
        .map(element -> element.text("AttributeName", ""))
        .toList();
  }

  /** The type of an attribute, S, N or B. */
  static String typeOf(Obj table, String name) {
    for (Obj definition : table.objects("AttributeDefinitions")) {
      if (name.equals(definition.text("AttributeName"))) {
        return definition.text("AttributeType", "S");
      }
    }
    return "S";
  }

  private static @Nullable Json attribute(Obj table, Obj schema, String role) {
    for (Obj element : schema.objects("KeySchema")) {
      if (role.equals(element.text("KeyType"))) {
        String name = element.text("AttributeName", "");
        return Json.object().put("name", name).put("type", typeOf(table, name)).build();
      }
    }
    return null;
  }

  private static Json billing(Obj table) {
    if ("PAY_PER_REQUEST".equals(table.object("BillingModeSummary").text("BillingMode"))) {
      return Json.of("on-demand");
    }
    Obj throughput = table.object("ProvisionedThroughput");
    return Json.object()
        .put("read", throughput.number("ReadCapacityUnits", 0))
        .put("write", throughput.number("WriteCapacityUnits", 0))
        .build();
  }

  private static @Nullable String created(Obj table) {
    String seconds = table.text("CreationDateTime");
    return seconds == null
        ? null
        : Instant.ofEpochSecond(new BigDecimal(seconds).longValue()).toString();
  }
}
