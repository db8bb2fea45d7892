package io.cairndb.reference.model;

import io.cairndb.reference.wire.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An attribute value. Immutable; equality is DynamoDB's (sets ignore order, numbers scale). */
sealed interface Value {
  /** A string. */
  record Text(String value) implements Value {}

  /** A number, without trailing zeros so that equality is by value. */
  record Num(BigDecimal value) implements Value {
    public Num {
      value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
  }

  /** Bytes, kept as the base64 text that encodes them canonically. */
  record Binary(String base64) implements Value {
    byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }
  }

  /** A boolean. */
  record Bool(boolean value) implements Value {}

  /** The null value. */
  record Nul() implements Value {}

  /** A set of strings, numbers or binaries: {@code type} is SS, NS or BS. */
  record Members(String type, Set<Value> values) implements Value {}

  /** A list. */
  record Elements(List<Value> values) implements Value {}

  /** A map. */
  record Document(Map<String, Value> values) implements Value {}

  /** The type's name on the wire. */
  default String type() {
    return switch (this) {
      case Text t -> "S";
      case Num n -> "N";
      case Binary b -> "B";
      case Bool b -> "BOOL";
      case Nul n -> "NULL";
      case Members m -> m.type();
      case Elements e -> "L";
      case Document d -> "M";
    };
  }

  /** The type as some error messages spell it. */
  default String longType() {
    return switch (type()) {
      case "S" -> "STRING";
      case "N" -> "NUMBER";
      case "B" -> "BINARY";
      case "BOOL" -> "BOOLEAN";
      case "L" -> "LIST";
      case "M" -> "MAP";
      default -> type();
    };
  }

  /** The value without its type tag, as it stands on the wire. */
  private Object bare() {
    return switch (this) {
      case Text t -> t.value();
      case Num n -> n.value().toPlainString();
      case Binary b -> b.base64();
      case Bool b -> b.value();
      case Nul n -> true;
      case Members m ->
          m.values().stream().map(Value::bare).collect(Collectors.toCollection(ArrayList::new));
      case Elements e ->
          e.values().stream().map(Value::toJson).collect(Collectors.toCollection(ArrayList::new));
      case Document d -> toJson(d.values());
    };
  }

  /** The value on the wire. */
  default Map<String, Object> toJson() {
    return Json.object(type(), bare());
  }

  /** An item on the wire. */
  static Map<String, Object> toJson(Map<String, Value> item) {
    Map<String, Object> result = new LinkedHashMap<>();
    item.forEach((name, value) -> result.put(name, value.toJson()));
    return result;
  }

  /** How error messages print an operand. */
  default String printed() {
    return "AttributeValue: {" + type() + ":" + bare() + "}";
  }

  /** The size DynamoDB bills. */
  default int size() {
    return switch (this) {
      case Text t -> t.value().getBytes(StandardCharsets.UTF_8).length;
      case Num n -> numberSize(n.value());
      case Binary b -> b.bytes().length;
      case Bool b -> 1;
      case Nul n -> 1;
      case Members m -> m.values().stream().mapToInt(Value::size).sum();
      case Elements e -> 3 + e.values().stream().mapToInt(value -> 1 + value.size()).sum();
      case Document d -> 3 + d.values().size() + size(d.values());
    };
  }

  /** The size DynamoDB bills for an item. */
  static int size(Map<String, Value> item) {
    return item.entrySet().stream()
        .mapToInt(
            entry ->
                entry.getKey().getBytes(StandardCharsets.UTF_8).length + entry.getValue().size())
        .sum();
  }

  private static int numberSize(BigDecimal number) {
    int digits = number.unscaledValue().abs().toString().length();
    return (digits + 1) / 2 + 1 + (number.signum() < 0 ? 1 : 0);
  }

  /** Order within one key type; both sides must be of the same scalar type. */
  static int compare(Value left, Value right) {
    if (left instanceof Num a && right instanceof Num b) {
      return a.value().compareTo(b.value());
    }
    return Arrays.compareUnsigned(orderBytes(left), orderBytes(right));
  }

  private static byte[] orderBytes(Value value) {
    return switch (value) {
      case Text text -> text.value().getBytes(StandardCharsets.UTF_8);
      case Binary binary -> binary.bytes();
      case Num n -> throw new IllegalStateException("numbers compare as numbers");
      case Bool b -> throw new IllegalStateException("no order");
      case Nul n -> throw new IllegalStateException("no order");
      case Members m -> throw new IllegalStateException("no order");
      case Elements e -> throw new IllegalStateException("no order");
      case Document d -> throw new IllegalStateException("no order");
    };
  }
}
