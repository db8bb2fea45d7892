package io.cairndb.dynamodb.wire.request;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

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
   * @param nulls positions from 0 at which the request has null
   */
  static String of(List<?> list, int count, String shape, BitSet nulls) {
    return RequestReader.quoted(elements(list, count, shape, nulls));
  }

  static String of(Map<String, ?> map, String shape) {
    return of(map, shape, List.of());
  }

  /**
   * @param nulls keys for which the request has null
   */
  static String of(Map<String, ?> map, String shape, List<String> nulls) {
    StringJoiner text = new StringJoiner(", ", "{", "}");
    for (Map.Entry<String, ?> entry : map.entrySet()) {
      text.add(
          entry.getKey()
              + "="
              + (entry.getValue() instanceof List<?> list
                  ? elements(list, list.size(), shape, new BitSet())
                  : structure(shape, 1)));
    }
    nulls.stream().limit(SHOWN).forEach(key -> text.add(key + "=null"));
    return RequestReader.quoted(text);
  }

  private static String elements(List<?> list, int count, String shape, BitSet nulls) {
    StringJoiner text = new StringJoiner(", ", "[", "]");
    int next = 0;
    for (int i = 0; i < Math.min(count, SHOWN); i++) {
      if (nulls.get(i)) {
        text.add("null");
      } else if (shape.isEmpty() && next < list.size()) {
        text.add(list.get(next++).toString());
      } else {
        text.add(structure(shape, i + 1));
      }
    }
    return text.toString();
  }

  private static String structure(String shape, int number) {
    return "com.amazonaws.dynamodb.v20120810." + shape + "@" + Integer.toHexString(number);
  }
}
