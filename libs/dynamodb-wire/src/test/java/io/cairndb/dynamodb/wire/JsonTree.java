package io.cairndb.dynamodb.wire;

import io.cairndb.dynamodb.wire.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as maps, lists, strings, numbers and booleans, for tests that look around in it. */
public final class JsonTree {

  private JsonTree() {}

  public static @Nullable Object parse(String json) {
    JsonReader reader = new JsonReader().reset(json.getBytes(StandardCharsets.UTF_8));
    Object value = value(reader);
    reader.requireEnd();
    return value;
  }

  /** Reads a model from the test resources. */
  public static Map<String, Object> model(String name) {
    try (InputStream in = JsonTree.class.getResourceAsStream("/model/" + name + ".json")) {
      if (in == null) {
        throw new IllegalArgumentException(name);
      }
      return object(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> object(@Nullable Object value) {
    if (value instanceof Map<?, ?>) {
      return (Map<String, Object>) value;
    }
    throw new AssertionError("not an object: " + value);
  }

  /** A member that is text. */
  public static String text(Map<String, Object> object, String member) {
    return String.valueOf(object.get(member));
  }

  @SuppressWarnings("unchecked")
  public static List<Object> list(@Nullable Object value) {
    if (value instanceof List<?>) {
      return (List<Object>) value;
    }
    throw new AssertionError("not a list: " + value);
  }

  private static @Nullable Object value(JsonReader in) {
    return switch (in.peek()) {
      case OBJECT -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        in.beginObject();
        while (in.nextName()) {
          map.put(in.textString(), value(in));
        }
        yield map;
      }
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        in.beginArray();
        while (in.nextElement()) {
          list.add(value(in));
        }
        yield list;
      }
      case STRING -> {
        in.readString();
        yield in.textString();
      }
      case NUMBER -> {
        in.readNumber();
        yield new BigDecimal(in.textString());
      }
      case TRUE, FALSE -> in.readBoolean();
      case NULL -> {
        in.readNull();
        yield null;
      }
    };
  }
}
