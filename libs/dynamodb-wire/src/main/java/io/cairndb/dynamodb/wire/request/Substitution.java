package io.cairndb.dynamodb.wire.request;

/** The form of the placeholders in expressions: {@code #name} and {@code :value}. */
final class Substitution {

  private Substitution() {}

  static boolean isName(String key) {
    return isPlaceholder(key, '#');
  }

  static boolean isValue(String key) {
    return isPlaceholder(key, ':');
  }

  static String invalidName(String key) {
    return "ExpressionAttributeNames contains invalid key: Syntax error; key: \"" + key + "\"";
  }

  static String invalidValue(String key) {
    return "ExpressionAttributeValues contains invalid key: Syntax error; key: \"" + key + "\"";
  }

  private static boolean isPlaceholder(String key, char sign) {
    int length = key.length();
    if (length < 2 || key.charAt(0) != sign) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      char c = key.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }
}
