package io.cairndb.dynamodb.wire.json;

import io.cairndb.item.Item;
import io.cairndb.item.ItemReader;

/** Writes items as JSON straight from their bytes. Reusable; confined to one thread at a time. */
final class ItemJsonWriter {
  private final ItemReader reader = new ItemReader();

  /** Writes an item as a map from names to attribute values. */
  void write(JsonWriter json, Item item) {
    reader.reset(item);
    entries(json);
  }

  /** Lets go of the item. */
  void release() {
    reader.reset(Item.EMPTY);
  }

  private void entries(JsonWriter json) {
    json.beginObject();
    while (reader.next()) {
      json.name(reader.array(), reader.nameOffset(), reader.nameLength());
      value(json);
    }
    json.endObject();
  }

  private void value(JsonWriter json) {
    json.beginObject();
    json.member(reader.type().code());
    switch (reader.type()) {
      case S, N -> string(json);
      case B -> binary(json);
      case BOOL -> json.bool(reader.booleanValue());
      case NULL -> json.bool(true);
      case SS, NS -> {
        json.beginArray();
        reader.enter();
        while (reader.next()) {
          string(json);
        }
        reader.leave();
        json.endArray();
      }
      case BS -> {
        json.beginArray();
        reader.enter();
        while (reader.next()) {
          binary(json);
        }
        reader.leave();
        json.endArray();
      }
      case L -> {
        json.beginArray();
        reader.enter();
        while (reader.next()) {
          value(json);
        }
        reader.leave();
        json.endArray();
      }
      case M -> {
        reader.enter();
        entries(json);
        reader.leave();
      }
    }
    json.endObject();
  }

  private void string(JsonWriter json) {
    json.string(reader.array(), reader.valueOffset(), reader.valueLength());
  }

  private void binary(JsonWriter json) {
    json.base64(reader.array(), reader.valueOffset(), reader.valueLength());
  }
}
