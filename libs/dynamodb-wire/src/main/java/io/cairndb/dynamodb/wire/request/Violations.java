package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The constraints of the model that one request violates. They are met in the order of the JSON and
 * told in the order of the model: by the ordinals of the members on the path, a structure before
 * what is inside it. Of many only the first ten are told.
 */
final class Violations {
  private static final int TOLD = 10;
  private static final int KEPT = 64;

  private final List<Violation> found = new ArrayList<>();

  /** One of them, with its place in the order. */
  private static final class Violation {
    private final int[] path;
    private final int sequence;
    private final String text;

    Violation(int[] path, int sequence, String text) {
      this.path = path;
      this.sequence = sequence;
      this.text = text;
    }

    int[] path() {
      return path;
    }

    int sequence() {
      return sequence;
    }

    String text() {
      return text;
    }
  }

  private static final Comparator<Violation> ORDER =
      Comparator.comparing(Violation::path, Arrays::compare).thenComparingInt(Violation::sequence);

  private int sequence;

  /**
   * @param path ordinals from the outermost structure inwards
   * @param value as DynamoDB shows it, quoted; or {@code null}
   */
  void add(int[] path, String value, String pathText, String constraint) {
    String text =
        "Value " + value + " at '" + pathText + "' failed to satisfy constraint: " + constraint;
    found.add(new Violation(path, sequence++, text));
    if (found.size() == KEPT) {
      found.sort(ORDER);
      found.subList(TOLD, KEPT).clear();
    }
  }

  DynamoDbException toException() {
    found.sort(ORDER);
    int told = Math.min(TOLD, found.size());
    String texts =
        found.stream().limit(TOLD).map(Violation::text).collect(Collectors.joining("; "));
    return DynamoDbErrors.validation(
        told + " validation error" + (told == 1 ? "" : "s") + " detected: " + texts);
  }
}
