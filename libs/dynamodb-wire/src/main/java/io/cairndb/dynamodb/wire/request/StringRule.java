package io.cairndb.dynamodb.wire.request;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the model demands of a string: a length and perhaps a pattern.
 *
 * @param pattern null when any characters will do
 */
record StringRule(int min, int max, @Nullable Pattern pattern) {
  /** What may be called a table or index. */
  static final String NAME_PATTERN = "[a-zA-Z0-9_.-]+";

  static StringRule length(int min, int max) {
    return new StringRule(min, max, null);
  }

  static StringRule pattern(int min, int max, String pattern) {
    return new StringRule(min, max, Pattern.compile(pattern));
  }

  /** Whether all is well; the common case, with nothing to report. */
  boolean accepts(String value) {
    int length = value.length();
    return length >= min && length <= max && matches(value);
  }

  boolean matches(String value) {
    if (pattern == null) {
      return true;
    }
    return pattern.pattern().equals(NAME_PATTERN)
        ? isName(value)
        : pattern.matcher(value).matches();
  }

  private static boolean isName(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == '.'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return !value.isEmpty();
  }
}
