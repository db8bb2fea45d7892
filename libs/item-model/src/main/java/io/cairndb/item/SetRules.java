package io.cairndb.item;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What DynamoDB demands of sets: at least one element, none twice. */
final class SetRules {

  private SetRules() {}

  /**
   * Checks the encoded elements {@code [from, to)}. Numbers are canonical, so equal numbers are
   * equal bytes.
   */
  static void check(ValueType type, int count, byte[] buffer, int from, int to) {
    if (count == 0) {
      throw new InvalidValueException(emptyMessage(type));
    }
    if (count == 1) {
      return;
    }
    Set<Bytes> seen = HashSet.newHashSet(count);
    ItemReader reader = new ItemReader().resetSet(type, buffer, from, to);
    boolean duplicate = false;
    List<Bytes> all = new ArrayList<>(count);
    while (reader.next()) {
      Bytes element = Bytes.of(buffer, reader.valueOffset(), reader.valueLength());
      all.add(element);
      duplicate |= !seen.add(element);
    }
    if (duplicate) {
      throw new InvalidValueException(duplicateMessage(type, all));
    }
  }

  private static String emptyMessage(ValueType type) {
    String what =
        switch (type) {
          case SS -> "An string set  may not be empty";
          case NS -> "An number set  may not be empty";
          default -> "Binary sets should not be empty";
        };
    return "One or more parameter values were invalid: " + what;
  }

  private static String duplicateMessage(ValueType type, List<Bytes> elements) {
    if (type == ValueType.NS) {
      return "Input collection contains duplicates";
    }
    String list =
        elements.stream()
            .map(
                e ->
                    type == ValueType.SS
                        ? e.utf8()
                        : Base64.getEncoder().encodeToString(e.toArray()))
            .collect(Collectors.joining(", ", "[", "]"));
    return "One or more parameter values were invalid: Input collection "
        + list
        + (type == ValueType.BS ? "of type BS" : "")
        + " contains duplicates.";
  }
}
