package io.cairndb.router.core.rest;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.control.plane.TableStatistics.Counts;
import io.cairndb.control.plane.TableStream;
import io.cairndb.control.plane.Throughput;
import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.SecondaryIndex;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Tables and their parts as JSON, in the words in which they are defined. */
final class TableDocuments {
  private TableDocuments() {}

  static JsonWriter table(JsonWriter json, TableDescriptor table, TableStatistics statistics) {
    json.beginObject();
    json.member("name").string(table.name());
    json.member("status").string(word(table.status()));
    json.member("id").string(table.id().toString());
    json.member("created").string(Instant.ofEpochMilli(table.createdMillis()).toString());
    key(json, table.schema().key());
    indexes(json, table, statistics);
    billing(json, table);
    timeToLive(json.member("timeToLive"), table);
    tags(json.member("tags"), table);
    json.member("deletionProtection").bool(table.settings().deletionProtection());
    table
        .latestStream()
        .filter(TableStream::isOpen)
        .ifPresent(stream -> json.member("stream").string(word(stream.view())));
    counts(json, statistics.table());
    return json.endObject();
  }

  /** Members {@code localIndexes} and {@code globalIndexes}. */
  static void indexes(JsonWriter json, TableDescriptor table, TableStatistics statistics) {
    json.member("localIndexes").beginArray();
    table.schema().localIndexes().forEach(index -> local(json, index, statistics));
    json.endArray();
    json.member("globalIndexes").beginArray();
    table.globalIndexes().forEach(index -> global(json, index, statistics));
    json.endArray();
  }

  static JsonWriter local(JsonWriter json, SecondaryIndex index, TableStatistics statistics) {
    json.beginObject();
    json.member("name").string(index.name());
    attributes(json.member("sortKey"), index.key().sort());
    projection(json, index.projection());
    counts(json, statistics.indexes().getOrDefault(index.id(), Counts.ZERO));
    return json.endObject();
  }

  static JsonWriter global(JsonWriter json, GlobalIndex index, TableStatistics statistics) {
    json.beginObject();
    json.member("name").string(index.name());
    json.member("status").string(word(index.status()));
    json.member("backfilling").bool(index.backfilling());
    key(json, index.definition().key());
    projection(json, index.definition().projection());
    counts(json, statistics.indexes().getOrDefault(index.definition().id(), Counts.ZERO));
    return json.endObject();
  }

  private static void key(JsonWriter json, KeySchema key) {
    attributes(json.member("partitionKey"), key.partition());
    if (!key.sort().isEmpty()) {
      attributes(json.member("sortKey"), key.sort());
    }
  }

  private static void attributes(JsonWriter json, List<KeyAttribute> attributes) {
    if (attributes.size() == 1) {
      attribute(json, attributes.getFirst());
      return;
    }
    json.beginArray();
    attributes.forEach(attribute -> attribute(json, attribute));
    json.endArray();
  }

  private static void attribute(JsonWriter json, KeyAttribute attribute) {
    String type =
        switch (attribute.type()) {
          case S -> "string";
          case N -> "number";
          case B -> "binary";
        };
    json.beginObject().member("name").string(attribute.name());
    json.member("type").string(type).endObject();
  }

  private static void projection(JsonWriter json, Projection projection) {
    json.member("projection");
    switch (projection.kind()) {
      case ALL -> json.string("all");
      case KEYS_ONLY -> json.string("keys");
      case INCLUDE -> {
        json.beginArray();
        projection.nonKeyAttributes().forEach(json::string);
        json.endArray();
      }
    }
  }

  private static void billing(JsonWriter json, TableDescriptor table) {
    json.member("billing");
    if (table.settings().billingMode() == BillingMode.PAY_PER_REQUEST) {
      json.string("on-demand");
    } else {
      Throughput units = table.settings().throughput();
      json.beginObject().member("readUnits").number(units.readUnits());
      json.member("writeUnits").number(units.writeUnits()).endObject();
    }
  }

  static JsonWriter timeToLive(JsonWriter json, TableDescriptor table) {
    json.beginObject().member("status").string(word(table.timeToLive().status()));
    table.timeToLive().attribute().ifPresent(name -> json.member("attribute").string(name));
    return json.endObject();
  }

  static JsonWriter tags(JsonWriter json, TableDescriptor table) {
    json.beginObject();
    table.settings().tags().forEach((key, value) -> json.name(key).string(value));
    return json.endObject();
  }

  private static void counts(JsonWriter json, Counts counts) {
    json.member("items").number(counts.items());
    json.member("bytes").number(counts.bytes());
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
