package io.cairndb.dynamodb.wire.request;

import java.util.List;
import java.util.Map;

/**
 * How DynamoDB's messages show collections: as Java prints them, and a structure, which has no text
 * of its own, by the name of its class and a number.
 */
final class MapText {
  /** A message need not be longer than the request. */
  private static final int SHOWN = 200;

  private MapText() {}

  /**
   * @param count elements of the request; {@code list} has fewer when some were refused
   * @param shape of the elements; empty when they have a text of their own
   */
  static String of(List<?> list, int count, String shape) {
    return RequestReader.quoted(elements(list, count, shape));
  }

  static String of(Map<String, ?> map, String shape) {
    StringBuilder text = new StringBuilder("{");
    for (Map.Entry<String, ?> entry : map.entrySet()) {
      if (text.length() > 1) {
        text.append(", ");
      }
      text.append(entry.getKey()).append('=');
      if (entry.getValue() instanceof List<?> list) {
        text.append(elements(list, list.size(), shape));
      } else {
        text.append(structure(shape, 1));
      }
    }
    return RequestReader.quoted(text.append('}'));
  }

  private static String elements(List<?> list, int count, String shape) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < Math.min(count, SHOWN); i++) {
      if (i > 0) {
        text.append(", ");
      }
      text.append(
          shape.isEmpty() && i < list.size() ? list.get(i).toString() : structure(shape, i + 1));
    }
    return text.append(']').toString();
  }

  private static String structure(String shape, int number) {
    return "com.amazonaws.dynamodb.v20120810." + shape + "@" + Integer.toHexString(number);
  }
}
