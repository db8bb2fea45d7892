package io.cairndb.expressions.syntax;

import java.nio.charset.StandardCharsets;

/** Parses texts and checks the limits on their size. Stateless and thread-safe. */
public final class SyntaxParser {
  /** Of the text as sent, in UTF-8. */
  public static final int TEXT_BYTES_MAX = 4096;

  private SyntaxParser() {}

  /**
   * @throws SyntaxException when a rule is broken
   */
  public static Template.ConditionTemplate condition(String text) {
    requireSize(text, true);
    return ConditionParser.parse(text);
  }

  /**
   * The grammar of conditions, where it is used for a key condition. Only the words in which an
   * oversized text is refused differ.
   *
   * @throws SyntaxException when a rule is broken
   */
  public static Template.ConditionTemplate keyCondition(String text) {
    requireSize(text, false);
    return ConditionParser.parse(text);
  }

  /**
   * @throws SyntaxException when a rule is broken
   */
  public static Template.UpdateTemplate update(String text) {
    requireSize(text, false);
    return UpdateParser.parse(text);
  }

  /**
   * @throws SyntaxException when a rule is broken
   */
  public static Template.ProjectionTemplate projection(String text) {
    requireSize(text, false);
    return ProjectionParser.parse(text);
  }

  private static void requireSize(String text, boolean tellSize) {
    if (text.isEmpty()) {
      throw new SyntaxException("The expression can not be empty;");
    }
    // A character takes at most three bytes, so that short texts need no encoding.
    if (text.length() > TEXT_BYTES_MAX / 3) {
      int bytes = text.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > TEXT_BYTES_MAX) {
        throw new SyntaxException(
            "Expression size has exceeded the maximum allowed size;"
                + (tellSize ? " expression size: " + bytes : ""));
      }
    }
  }
}
