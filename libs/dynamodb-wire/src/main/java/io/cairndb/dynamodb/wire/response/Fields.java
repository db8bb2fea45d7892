package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.Item;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Members of responses: an optional one that is null is left out with its name. */
final class Fields {

  private Fields() {}

  static void text(JsonWriter json, String member, @Nullable String value) {
    if (value != null) {
      json.member(member).string(value);
    }
  }

  static void constant(JsonWriter json, String member, @Nullable Enum<?> value) {
    if (value != null) {
      json.member(member).string(value.name());
    }
  }

  static void bool(JsonWriter json, String member, @Nullable Boolean value) {
    if (value != null) {
      json.member(member).bool(value);
    }
  }

  static void number(JsonWriter json, String member, @Nullable Number value) {
    if (value != null) {
      json.member(member).number(value.longValue());
    }
  }

  static void units(JsonWriter json, String member, @Nullable Double value) {
    if (value != null) {
      json.member(member).number((double) value);
    }
  }

  static void timestamp(JsonWriter json, String member, @Nullable Instant value) {
    if (value != null) {
      json.member(member).timestamp(value);
    }
  }

  static void item(JsonWriter json, String member, @Nullable Item value) {
    if (value != null) {
      json.member(member).item(value);
    }
  }

  static void strings(JsonWriter json, String member, List<String> values) {
    json.member(member).beginArray();
    for (String value : values) {
      json.string(value);
    }
    json.endArray();
  }

  static void items(JsonWriter json, String member, List<Item> items) {
    json.member(member).beginArray();
    for (Item item : items) {
      json.item(item);
    }
    json.endArray();
  }

  /** Writes a list of what knows how to write itself: {@code (value, json)}. */
  static <T> void list(
      JsonWriter json, String member, List<T> values, BiConsumer<T, JsonWriter> write) {
    json.member(member).beginArray();
    for (T value : values) {
      write.accept(value, json);
    }
    json.endArray();
  }

  static <T> void map(
      JsonWriter json, String member, Map<String, T> values, BiConsumer<T, JsonWriter> write) {
    json.member(member).beginObject();
    values.forEach((name, value) -> write.accept(value, json.name(name)));
    json.endObject();
  }

  static <T> void mapOfLists(
      JsonWriter json,
      String member,
      Map<String, List<T>> values,
      BiConsumer<JsonWriter, T> write) {
    json.member(member).beginObject();
    values.forEach(
        (name, list) -> {
          json.name(name).beginArray();
          for (T value : list) {
            write.accept(json, value);
          }
          json.endArray();
        });
    json.endObject();
  }
}
