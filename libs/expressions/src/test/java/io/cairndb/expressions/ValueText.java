package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Number38;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A compact notation for values in tests: {@code 'text'}, {@code 12.5}, {@code x'bytes'}, {@code
 * true}, {@code null}, {@code [1, 2]} (list), {@code {a: 1}} (map), {@code <'a', 'b'>} (set).
 */
public final class ValueText {
  private final String text;
  private int at;

  private ValueText(String text) {
    this.text = text;
  }

  public static AttributeValue parse(String text) {
    ValueText parser = new ValueText(text);
    AttributeValue value = parser.value();
    parser.blanks();
    if (parser.at != text.length()) {
      throw parser.bad();
    }
    return value;
  }

  /** Parses {@code {name: value, …}}. */
  public static Map<String, AttributeValue> parseMap(String text) {
    return ((AttributeValue.M) parse(text)).value();
  }

  public static String format(AttributeValue value) {
    return switch (value) {
      case AttributeValue.S text -> quoted(text.value());
      case AttributeValue.N number -> number.value().toString();
      case AttributeValue.B bytes -> "x" + quoted(bytes.value().utf8());
      case AttributeValue.Bool bool -> Boolean.toString(bool.value());
      case AttributeValue.Null ignored -> "null";
      case AttributeValue.Ss set ->
          set.value().stream().map(ValueText::quoted).collect(Collectors.joining(", ", "<", ">"));
      case AttributeValue.Ns set ->
          set.value().stream().map(Number38::toString).collect(Collectors.joining(", ", "<", ">"));
      case AttributeValue.Bs set ->
          set.value().stream()
              .map(bytes -> "x" + quoted(bytes.utf8()))
              .collect(Collectors.joining(", ", "<", ">"));
      case AttributeValue.L list ->
          list.value().stream().map(ValueText::format).collect(Collectors.joining(", ", "[", "]"));
      case AttributeValue.M map -> format(map.value());
    };
  }

  public static String format(Map<String, AttributeValue> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + format(entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static String quoted(String text) {
    return "'" + text + "'";
  }

  private AttributeValue value() {
    blanks();
    char c = text.charAt(at);
    return switch (c) {
      case '\'' -> new AttributeValue.S(string());
      case 'x' -> {
        at++;
        yield new AttributeValue.B(Bytes.of(string().getBytes(StandardCharsets.UTF_8)));
      }
      case '[' -> new AttributeValue.L(sequence('[', ']'));
      case '<' -> set(sequence('<', '>'));
      case '{' -> new AttributeValue.M(map());
      default -> word();
    };
  }

  private AttributeValue word() {
    int from = at;
    while (at < text.length() && ",]}> ".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(from, at);
    return switch (word) {
      case "true" -> new AttributeValue.Bool(true);
      case "false" -> new AttributeValue.Bool(false);
      case "null" -> new AttributeValue.Null();
      default -> new AttributeValue.N(Number38.parse(word));
    };
  }

  private String string() {
    expect('\'');
    int end = text.indexOf('\'', at);
    String value = text.substring(at, end);
    at = end + 1;
    return value;
  }

  private List<AttributeValue> sequence(char open, char close) {
    expect(open);
    List<AttributeValue> values = new ArrayList<>();
    blanks();
    while (text.charAt(at) != close) {
      values.add(value());
      blanks();
      if (text.charAt(at) == ',') {
        at++;
        blanks();
      }
    }
    at++;
    return values;
  }

  private AttributeValue set(List<AttributeValue> elements) {
    return switch (elements.getFirst()) {
      case AttributeValue.S ignored -> {
        Set<String> set = new LinkedHashSet<>();
        elements.forEach(e -> set.add(((AttributeValue.S) e).value()));
        yield new AttributeValue.Ss(set);
      }
      case AttributeValue.N ignored -> {
        Set<Number38> set = new LinkedHashSet<>();
        elements.forEach(e -> set.add(((AttributeValue.N) e).value()));
        yield new AttributeValue.Ns(set);
      }
      case AttributeValue.B ignored -> {
        Set<Bytes> set = new LinkedHashSet<>();
        elements.forEach(e -> set.add(((AttributeValue.B) e).value()));
        yield new AttributeValue.Bs(set);
      }
      default -> throw bad();
    };
  }

  private Map<String, AttributeValue> map() {
    expect('{');
    Map<String, AttributeValue> map = new LinkedHashMap<>();
    blanks();
    while (text.charAt(at) != '}') {
      int colon = text.indexOf(": ", at);
      String name = text.substring(at, colon);
      at = colon + 1;
      map.put(name, value());
      blanks();
      if (text.charAt(at) == ',') {
        at++;
        blanks();
      }
    }
    at++;
    return map;
  }

  private void expect(char c) {
    if (text.charAt(at) != c) {
      throw bad();
    }
    at++;
  }

  private void blanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private IllegalArgumentException bad() {
    return new IllegalArgumentException("at " + at + " of: " + text);
  }
}
