package io.cairndb.router.core.rest;

import io.cairndb.dynamodb.wire.json.JsonReader;
import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.Number38;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Items as natural JSON documents, without loss in either direction.
 *
 * <p>Strings, numbers (all 38 digits), booleans, null, lists and maps are what JSON has for them.
 * What it lacks is an object with one member: {@code {"$b": base64}} for binary, {@code {"$ss":
 * […]}}, {@code {"$ns": […]}} and {@code {"$bs": […]}} for sets. A map that would look like one,
 * its only member's name beginning with {@code $}, is {@code {"$m": {…}}}. The document itself is
 * always a map.
 */
final class Documents {
  private static final String BINARY = "$b";
  private static final String STRINGS = "$ss";
  private static final String NUMBERS = "$ns";
  private static final String BINARIES = "$bs";
  private static final String MAP = "$m";

  private Documents() {}

  static JsonWriter write(JsonWriter json, Item item) {
    return members(json, item.attributes());
  }

  static void write(JsonWriter json, AttributeValue value) {
    switch (value) {
      case AttributeValue.S text -> json.string(text.value());
      case AttributeValue.N number -> json.numberText(number.value().toString());
      case AttributeValue.B binary -> {
        base64(json.beginObject().member(BINARY), binary.value());
        json.endObject();
      }
      case AttributeValue.Bool bool -> json.bool(bool.value());
      case AttributeValue.Null ignored -> json.nullValue();
      case AttributeValue.Ss set -> set(json, STRINGS, set.value(), Documents::string);
      case AttributeValue.Ns set -> set(json, NUMBERS, set.value(), Documents::number);
      case AttributeValue.Bs set -> set(json, BINARIES, set.value(), Documents::base64);
      case AttributeValue.L list -> {
        json.beginArray();
        list.value().forEach(element -> write(json, element));
        json.endArray();
      }
      case AttributeValue.M map when looksLikeForm(map.value()) -> {
        members(json.beginObject().member(MAP), map.value());
        json.endObject();
      }
      case AttributeValue.M map -> members(json, map.value());
    }
  }

  private static JsonWriter members(JsonWriter json, Map<String, AttributeValue> members) {
    json.beginObject();
    members.forEach((name, value) -> write(json.name(name), value));
    return json.endObject();
  }

  /** Writes one element of a set. */
  @FunctionalInterface
  private interface ElementWriter<T> {
    void write(JsonWriter json, T element);
  }

  private static <T> void set(
      JsonWriter json, String form, Collection<T> elements, ElementWriter<T> writer) {
    json.beginObject().member(form).beginArray();
    elements.forEach(element -> writer.write(json, element));
    json.endArray().endObject();
  }

  private static void string(JsonWriter json, String text) {
    json.string(text);
  }

  private static void number(JsonWriter json, Number38 number) {
    json.numberText(number.toString());
  }

  private static void base64(JsonWriter json, Bytes bytes) {
    json.base64(bytes.array(), bytes.offset(), bytes.length());
  }

  private static boolean looksLikeForm(Map<String, AttributeValue> map) {
    return map.size() == 1 && map.keySet().iterator().next().startsWith("$");
  }

  /**
   * Reads the members of the object that {@code body} is.
   *
   * @throws ProblemException when it is another JSON value, or no attributes can be made of it
   */
  static Map<String, AttributeValue> readObject(byte[] body, int length) {
    return attributes(readRawObject(body, length));
  }

  /**
   * Reads the object that {@code body} is as JSON has it, for bodies with documents inside: {@link
   * #attributes} makes them of its parts.
   */
  static Map<String, AttributeValue> readRawObject(byte[] body, int length) {
    JsonReader json = new JsonReader().reset(body, 0, length);
    if (length == 0 || json.peek() != JsonReader.Token.OBJECT) {
      throw ProblemException.invalid("The body is to be a JSON object.");
    }
    Map<String, AttributeValue> raw = rawObject(json);
    json.requireEnd();
    return raw;
  }

  /** Reads the one JSON value in {@code text}. */
  static AttributeValue readValue(byte[] text) {
    JsonReader json = new JsonReader().reset(text);
    AttributeValue raw = raw(json);
    json.requireEnd();
    return interpret(raw);
  }

  /** The value as JSON has it: only strings, numbers, booleans, null, lists and maps. */
  private static AttributeValue raw(JsonReader json) {
    return switch (json.peek()) {
      case OBJECT -> new AttributeValue.M(rawObject(json));
      case ARRAY -> {
        List<AttributeValue> elements = new ArrayList<>();
        json.beginArray();
        while (json.nextElement()) {
          elements.add(raw(json));
        }
        yield new AttributeValue.L(elements);
      }
      case STRING -> {
        json.readString();
        yield new AttributeValue.S(json.textString());
      }
      case NUMBER -> {
        json.readNumber();
        yield new AttributeValue.N(Number38.parse(json.textString()));
      }
      case TRUE, FALSE -> new AttributeValue.Bool(json.readBoolean());
      case NULL -> {
        json.readNull();
        yield new AttributeValue.Null();
      }
    };
  }

  private static Map<String, AttributeValue> rawObject(JsonReader json) {
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    json.beginObject();
    while (json.nextName()) {
      String name = json.textString();
      if (members.put(name, raw(json)) != null) {
        throw ProblemException.invalid("An object has two members of the name " + name + ".");
      }
    }
    return members;
  }

  /** The value that a raw one stands for. */
  static AttributeValue interpret(AttributeValue raw) {
    return switch (raw) {
      case AttributeValue.M map when looksLikeForm(map.value()) -> form(map.value());
      case AttributeValue.M map -> new AttributeValue.M(attributes(map.value()));
      case AttributeValue.L list ->
          new AttributeValue.L(list.value().stream().map(Documents::interpret).toList());
      default -> raw;
    };
  }

  /** The attributes that the members of a raw object stand for. */
  static Map<String, AttributeValue> attributes(Map<String, AttributeValue> raw) {
    Map<String, AttributeValue> members = new LinkedHashMap<>();
    raw.forEach((name, value) -> members.put(name, interpret(value)));
    return members;
  }

  private static AttributeValue form(Map<String, AttributeValue> map) {
    Map.Entry<String, AttributeValue> member = map.entrySet().iterator().next();
    AttributeValue content = member.getValue();
    return switch (member.getKey()) {
      case MAP -> new AttributeValue.M(attributes(map(content)));
      case BINARY -> new AttributeValue.B(binary(content, BINARY));
      case STRINGS -> new AttributeValue.Ss(elements(content, STRINGS, Documents::text));
      case NUMBERS -> new AttributeValue.Ns(elements(content, NUMBERS, Documents::number));
      case BINARIES ->
          new AttributeValue.Bs(elements(content, BINARIES, value -> binary(value, BINARIES)));
      default ->
          throw ProblemException.invalid(
              "An object whose only member begins with $ is one of {\"$b\": base64},"
                  + " {\"$ss\": […]}, {\"$ns\": […]}, {\"$bs\": […]} or {\"$m\": {…}}: "
                  + member.getKey());
    };
  }

  private static <T> Set<T> elements(
      AttributeValue content, String form, Function<AttributeValue, T> element) {
    if (!(content instanceof AttributeValue.L list) || list.value().isEmpty()) {
      throw ProblemException.invalid(form + " is to have an array that is not empty.");
    }
    Set<T> elements = new LinkedHashSet<>();
    for (AttributeValue value : list.value()) {
      if (!elements.add(element.apply(value))) {
        throw ProblemException.invalid(form + " has an element twice.");
      }
    }
    return elements;
  }

  private static Map<String, AttributeValue> map(AttributeValue value) {
    if (value instanceof AttributeValue.M map) {
      return map.value();
    }
    throw ProblemException.invalid(MAP + " is to have an object.");
  }

  private static String text(AttributeValue value) {
    if (value instanceof AttributeValue.S text) {
      return text.value();
    }
    throw ProblemException.invalid(STRINGS + " is to have strings.");
  }

  private static Number38 number(AttributeValue value) {
    if (value instanceof AttributeValue.N number) {
      return number.value();
    }
    throw ProblemException.invalid(NUMBERS + " is to have numbers.");
  }

  private static Bytes binary(AttributeValue value, String form) {
    if (value instanceof AttributeValue.S text) {
      try {
        return Bytes.of(Base64.getDecoder().decode(text.value()));
      } catch (IllegalArgumentException notBase64) {
        throw ProblemException.invalid(form + " is to have Base64 in strings.");
      }
    }
    throw ProblemException.invalid(form + " is to have Base64 in strings.");
  }
}
