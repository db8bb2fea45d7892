package io.cairndb.partiql;

/**
 * A word or sign of a statement.
 *
 * @param text of keywords and signs in lower case; of strings and quoted identifiers without their
 *     quotes
 */
record Token(Kind kind, String text, Position position) {

  enum Kind {
    IDENTIFIER,
    QUOTED_IDENTIFIER,
    KEYWORD,
    STRING,
    NUMBER,
    SIGN,
    END
  }

  boolean isKeyword(String word) {
    return kind == Kind.KEYWORD && text.equals(word);
  }

  boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isName() {
    return kind == Kind.IDENTIFIER || kind == Kind.QUOTED_IDENTIFIER;
  }

  boolean isEnd() {
    return kind == Kind.END;
  }
}
