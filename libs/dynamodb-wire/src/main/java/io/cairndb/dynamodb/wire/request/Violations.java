package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The constraints of the model that one request violates. They are met in the order of the JSON and
 * told in the order of the model: by the ordinals of the members on the path, a structure before
 * what is inside it. Of many only the first ten are told.
 */
final class Violations {
  private static final int TOLD = 10;
  private static final int KEPT = 64;

  private final List<Violation> found = new ArrayList<>();

  /** The two forms of a text; the newer one may be told alone. */
  record Forms(String older, @Nullable String newer, boolean alone) {
    Forms(String only) {
      this(only, null, false);
    }
  }

  /** One of them, with its place in the order. */
  private static final class Violation {
    private final int[] path;
    private final int sequence;
    private final Forms forms;

    Violation(int[] path, int sequence, Forms forms) {
      this.path = path;
      this.sequence = sequence;
      this.forms = forms;
    }

    int[] path() {
      return path;
    }

    int sequence() {
      return sequence;
    }

    Forms forms() {
      return forms;
    }
  }

  private static final Comparator<Violation> ORDER =
      Comparator.comparing(Violation::path, Arrays::compare).thenComparingInt(Violation::sequence);

  private int sequence;
  private boolean missing;

  /**
   * Notes one.
   *
   * @param path ordinals from the outermost structure inwards
   */
  void add(int[] path, Forms forms) {
    found.add(new Violation(path, sequence++, forms));
    if (found.size() == KEPT) {
      found.sort(ORDER);
      found.subList(TOLD, KEPT).clear();
    }
  }

  /** Notes a member that is not there, beside which DynamoDB uses no newer forms. */
  void addMissing(int[] path, String text) {
    missing = true;
    add(path, new Forms(text));
  }

  DynamoDbException toException() {
    found.sort(ORDER);
    if (!missing) {
      for (Violation violation : found) {
        if (violation.forms().alone()) {
          return DynamoDbErrors.countedValidation(text(violation));
        }
      }
    }
    int told = Math.min(TOLD, found.size());
    String texts = found.stream().limit(TOLD).map(this::text).collect(Collectors.joining("; "));
    return told == 1
        ? DynamoDbErrors.countedValidation(texts)
        : DynamoDbErrors.validation(told + " validation errors detected: " + texts);
  }

  private String text(Violation violation) {
    String newer = violation.forms().newer();
    return missing || newer == null ? violation.forms().older() : newer;
  }
}
