package io.cairndb.item;

import io.cairndb.encoding.Varint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What DynamoDB demands of sets, at least one element and none twice, and the order in which it
 * keeps them: strings and binaries by their unsigned bytes, numbers as they came.
 */
final class SetRules {
  private static final String INVALID = "One or more parameter values were invalid: ";

  private SetRules() {}

  /**
   * Checks and orders the encoded elements {@code [from, to)}. Numbers are canonical, so equal
   * numbers are equal bytes.
   */
  static void settle(ValueType type, int count, byte[] buffer, int from, int to) {
    if (count == 0) {
      throw new InvalidValueException(INVALID + emptyMessage(type));
    }
    if (count == 1) {
      return;
    }
    Set<Bytes> seen = HashSet.newHashSet(count);
    ItemReader reader = new ItemReader().resetSet(type, buffer, from, to);
    Bytes previous = Bytes.EMPTY;
    boolean ordered = true;
    while (reader.next()) {
      Bytes element = Bytes.of(buffer, reader.valueOffset(), reader.valueLength());
      if (!seen.add(element)) {
        throw duplicate(type, new ItemReader().resetSet(type, buffer, from, to));
      }
      ordered &= previous.compareTo(element) <= 0;
      previous = element;
    }
    if (!ordered && type != ValueType.NS) {
      sort(type, count, buffer, from, to);
    }
  }

  private static void sort(ValueType type, int count, byte[] buffer, int from, int to) {
    byte[] unordered = Arrays.copyOfRange(buffer, from, to);
    List<Bytes> elements = new ArrayList<>(count);
    ItemReader reader = new ItemReader().resetSet(type, unordered, 0, unordered.length);
    while (reader.next()) {
      elements.add(Bytes.of(unordered, reader.valueOffset(), reader.valueLength()));
    }
    elements.sort(null);
    int at = from;
    for (Bytes element : elements) {
      at = Varint.put(buffer, at, element.length());
      System.arraycopy(unordered, element.offset(), buffer, at, element.length());
      at += element.length();
    }
  }

  private static String emptyMessage(ValueType type) {
    return switch (type) {
      case SS -> "An string set  may not be empty";
      case NS -> "An number set  may not be empty";
      case BS -> "Binary sets should not be empty";
      case S, N, B, BOOL, NULL, L, M -> throw new IllegalArgumentException(type + " is not a set");
    };
  }

  private static InvalidValueException duplicate(ValueType type, ItemReader elements) {
    if (type == ValueType.NS) {
      return new InvalidValueException(
          INVALID + "Input collection contains duplicates.",
          "Input collection contains duplicates");
    }
    List<Bytes> asSent = new ArrayList<>();
    while (elements.next()) {
      asSent.add(Bytes.of(elements.array(), elements.valueOffset(), elements.valueLength()));
    }
    boolean strings = type == ValueType.SS;
    String end = (strings ? "" : "of type BS") + " contains duplicates.";
    String current =
        sortedUpToRepeat(asSent).stream()
            .map(element -> '"' + text(type, element) + '"')
            .collect(Collectors.joining(strings ? ", " : ",", "[", "]"));
    String older =
        asSent.stream()
            .map(element -> text(type, element))
            .collect(Collectors.joining(", ", "[", "]"));
    return new InvalidValueException(
        INVALID + "Input collection " + current + end, INVALID + "Input collection " + older + end);
  }

  /** DynamoDB's order in its message: what preceded the first repeat sorted, then as sent. */
  private static List<Bytes> sortedUpToRepeat(List<Bytes> asSent) {
    Set<Bytes> sorted = new TreeSet<>();
    int at = 0;
    while (at < asSent.size() && sorted.add(asSent.get(at))) {
      at++;
    }
    List<Bytes> result = new ArrayList<>(sorted);
    result.addAll(asSent.subList(at, asSent.size()));
    return result;
  }

  private static String text(ValueType type, Bytes element) {
    return type == ValueType.SS
        ? element.utf8()
        : Base64.getEncoder().encodeToString(element.toArray());
  }
}
