package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names of tables. The data path takes a name or an ARN and checks it as a constraint; the
 * operations on tables check it before everything else and say so in words of their own.
 */
final class TableNames {
  static final StringRule NAME = StringRule.pattern(3, 255, StringRule.NAME_PATTERN);
  private static final SizeRule LENGTH = SizeRule.of(1, 255);
  private static final SizeRule ARN_LENGTH = SizeRule.of(1, 1024);
  private static final String ARN_PREFIX = "arn:";

  private TableNames() {}

  /** Checks the name or ARN at the reader's path. */
  static void check(RequestReader in, String value) {
    if (isArn(value)) {
      violateLength(in, value, ARN_LENGTH);
      return;
    }
    if (!value.isEmpty() && !NAME.matches(value)) {
      in.violate(
          RequestReader.quoted(value),
          "Member must satisfy regular expression pattern: " + StringRule.NAME_PATTERN);
    }
    if (value.isEmpty()) {
      in.violateSize(RequestReader.quoted(value), LENGTH.constraint("length", 0));
    } else {
      violateLength(in, value, LENGTH);
    }
  }

  /** Checks the keys of a map from tables. */
  static final class Keys {
    private boolean refused;

    void check(String key) {
      refused |= !isArn(key) && !NAME.accepts(key);
    }

    /**
     * @param shape of what the map holds, for the message
     */
    void report(RequestReader in, Map<String, ?> map, String shape) {
      if (refused) {
        in.violate(
            MapText.of(map, shape),
            "Map keys must satisfy constraint: [Member must have length less than or equal to 255,"
                + " Member must have length greater than or equal to 3, Member must satisfy"
                + " regular expression pattern: "
                + StringRule.NAME_PATTERN
                + "]");
      }
    }
  }

  /** The check that comes first where tables are managed; {@code null} means absent. */
  static String requireName(@Nullable String value) {
    if (value == null) {
      throw missing();
    }
    if (!isArn(value) && (value.length() < 3 || value.length() > 255)) {
      throw DynamoDbErrors.validation(
          "TableName must be at least 3 characters long and at most 255 characters long");
    }
    return value;
  }

  static DynamoDbException missing() {
    return DynamoDbErrors.validation(
        "The parameter 'TableName' is required but was not present in the request");
  }

  private static boolean isArn(String value) {
    return value.startsWith(ARN_PREFIX);
  }

  private static void violateLength(RequestReader in, String value, SizeRule rule) {
    if (!rule.accepts(value.length())) {
      in.violate(RequestReader.quoted(value), rule.constraint("length", value.length()));
    }
  }
}
