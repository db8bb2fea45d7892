package io.cairndb.expressions.syntax;

/**
 * One lexical element.
 *
 * @param start offset of its first character in the text
 */
record Token(Kind kind, String text, int start) {

  enum Kind {
    /** A letter, then letters, digits and underscores: an attribute, a function or a keyword. */
    WORD,
    /** {@code #name}. */
    NAME_REFERENCE,
    /** {@code :value}. */
    VALUE_REFERENCE,
    /** A decimal integer without leading zeros. */
    NUMBER,
    /** An operator, a bracket, or a character that means nothing. */
    SYMBOL,
    END
  }

  int end() {
    return kind == Kind.END ? start : start + text.length();
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** Keywords are recognised in any case. */
  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }
}
