package io.cairndb.reference.wire;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * JSON as plain Java values: {@code Map}, {@code List}, {@code String}, {@code BigDecimal}, {@code
 * Boolean} and {@link #NULL}. Maps keep the order of the text. Thread-safe: holds no state.
 */
public final class Json {
  /** The JSON null, so that no Java null travels through the harness. */
  public static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  private Json() {}

  /** Reads one document. Throws {@link IllegalArgumentException} for anything else. */
  public static Object parse(String text) {
    Reader reader = new Reader(text);
    Object value = reader.value();
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw new IllegalArgumentException("trailing text at " + reader.at + ": " + text);
    }
    return value;
  }

  /** Reads one document that must be an object. */
  public static Map<String, Object> parseObject(String text) {
    return asObject(parse(text));
  }

  /** Writes a value made of the types named above. */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** Writes an object with its outermost names in order: one text for equal objects. */
  public static String sorted(Map<String, Object> object) {
    return write(new TreeMap<>(object));
  }

  /** Builds an object from alternating names and values. */
  public static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> result = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      result.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return result;
  }

  /** The value as an object, whose names JSON guarantees to be strings. */
  @SuppressWarnings("unchecked") // every Map made here has String keys
  public static Map<String, Object> asObject(Object value) {
    if (!(value instanceof Map)) {
      throw new IllegalArgumentException("not an object: " + value);
    }
    return (Map<String, Object>) value;
  }

  /** The value as a list. */
  @SuppressWarnings("unchecked") // every List made here holds Objects
  public static List<Object> asList(Object value) {
    if (!(value instanceof List)) {
      throw new IllegalArgumentException("not a list: " + value);
    }
    return (List<Object>) value;
  }

  /** The named member, unless absent or null. */
  public static Optional<Object> member(Map<String, Object> object, String name) {
    Object value = object.get(name);
    return value == null || value == NULL ? Optional.empty() : Optional.of(value);
  }

  /** The named member as text, unless absent or null. */
  public static Optional<String> text(Map<String, Object> object, String name) {
    return member(object, name).map(String::valueOf);
  }

  /** A deep copy that may be changed without touching the original. */
  public static Object copy(Object value) {
    if (value instanceof Map) {
      Map<String, Object> result = new LinkedHashMap<>();
      asObject(value).forEach((name, member) -> result.put(name, copy(member)));
      return result;
    }
    if (value instanceof List) {
      List<Object> result = new ArrayList<>();
      asList(value).forEach(member -> result.add(copy(member)));
      return result;
    }
    return value;
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case Map<?, ?> map -> writeObject(map, out);
      case List<?> list -> {
        out.append('[');
        String separator = "";
        for (Object member : list) {
          out.append(separator);
          write(member, out);
          separator = ",";
        }
        out.append(']');
      }
      case String text -> writeString(text, out);
      case BigDecimal number -> out.append(number.toPlainString());
      default -> out.append(value);
    }
  }

  private static void writeObject(Map<?, ?> map, StringBuilder out) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      writeString(String.valueOf(entry.getKey()), out);
      out.append(':');
      write(entry.getValue(), out);
      separator = ",";
    }
    out.append('}');
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || Character.isSurrogate(c)) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Object value() {
      skipSpace();
      return switch (peek()) {
        case '{' -> object();
        case '[' -> list();
        case '"' -> string();
        case 't' -> literal("true", true);
        case 'f' -> literal("false", false);
        case 'n' -> literal("null", NULL);
        default -> number();
      };
    }

    private Map<String, Object> object() {
      Map<String, Object> result = new LinkedHashMap<>();
      at++;
      skipSpace();
      if (peek() == '}') {
        at++;
        return result;
      }
      while (true) {
        skipSpace();
        String name = string();
        skipSpace();
        expect(':');
        result.put(name, value());
        skipSpace();
        if (peek() == '}') {
          at++;
          return result;
        }
        expect(',');
      }
    }

    private List<Object> list() {
      List<Object> result = new ArrayList<>();
      at++;
      skipSpace();
      if (peek() == ']') {
        at++;
        return result;
      }
      while (true) {
        result.add(value());
        skipSpace();
        if (peek() == ']') {
          at++;
          return result;
        }
        expect(',');
      }
    }

    private String string() {
      expect('"');
      StringBuilder out = new StringBuilder();
      while (peek() != '"') {
        char c = text.charAt(at++);
        out.append(c == '\\' ? escaped() : c);
      }
      at++;
      return out.toString();
    }

    private char escaped() {
      char c = text.charAt(at++);
      return switch (c) {
        case 'n' -> '\n';
        case 't' -> '\t';
        case 'r' -> '\r';
        case 'b' -> '\b';
        case 'f' -> '\f';
        case 'u' -> {
          at += 4;
          yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        default -> c;
      };
    }

    private Object number() {
      int start = at;
      while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      if (start == at) {
        throw new IllegalArgumentException("not JSON at " + at + ": " + text);
      }
      return new BigDecimal(text.substring(start, at));
    }

    private Object literal(String word, Object value) {
      if (!text.startsWith(word, at)) {
        throw new IllegalArgumentException("not JSON at " + at + ": " + text);
      }
      at += word.length();
      return value;
    }

    private void expect(char c) {
      if (peek() != c) {
        throw new IllegalArgumentException("expected " + c + " at " + at + ": " + text);
      }
      at++;
    }

    private char peek() {
      if (at >= text.length()) {
        throw new IllegalArgumentException("truncated JSON: " + text);
      }
      return text.charAt(at);
    }

    void skipSpace() {
      while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
        at++;
      }
    }
  }
}
