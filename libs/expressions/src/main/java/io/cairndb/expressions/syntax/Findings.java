package io.cairndb.expressions.syntax;

import org.jspecify.annotations.Nullable;

/**
 * Rules broken by a text that is well formed. They are collected while parsing and reported once
 * the whole text is known to parse, the most important kind first; of one kind, the leftmost.
 */
final class Findings {
  static final int OPERATORS_MAX = 300;

  private boolean redundantParentheses;
  private int operators;
  private @Nullable String unknownFunction;
  private @Nullable String misusedFunction;
  private @Nullable String reservedWord;
  private @Nullable String index;
  private @Nullable String repeatedSection;

  void redundantParentheses() {
    redundantParentheses = true;
  }

  void operator() {
    operators++;
  }

  void unknownFunction(String name) {
    unknownFunction = unknownFunction == null ? name : unknownFunction;
  }

  void misusedFunction(String name) {
    misusedFunction = misusedFunction == null ? name : misusedFunction;
  }

  void reservedWord(String word) {
    reservedWord = reservedWord == null ? word : reservedWord;
  }

  void indexOutOfRange(String digits) {
    index = index == null ? digits : index;
  }

  void repeatedSection(String name) {
    repeatedSection = repeatedSection == null ? name : repeatedSection;
  }

  /** The text nests deeper than any text within the limits can. */
  static SyntaxException tooDeep() {
    return new SyntaxException("The expression has redundant parentheses;");
  }

  void check() {
    if (redundantParentheses) {
      throw new SyntaxException("The expression has redundant parentheses;");
    }
    if (operators > OPERATORS_MAX) {
      throw new SyntaxException(
          "The expression contains too many operators; operator count: " + operators);
    }
    if (unknownFunction != null) {
      throw new SyntaxException("Invalid function name; function: " + unknownFunction);
    }
    if (misusedFunction != null) {
      throw new SyntaxException(
          "The function is not allowed to be used this way in an expression; function: "
              + misusedFunction);
    }
    if (reservedWord != null) {
      throw new SyntaxException(
          "Attribute name is a reserved keyword; reserved keyword: " + reservedWord);
    }
    if (index != null) {
      throw new SyntaxException(
          "List index is not within the allowable range; index: [" + index + "]");
    }
    if (repeatedSection != null) {
      throw new SyntaxException(
          "The \"" + repeatedSection + "\" section can only be used once in an update expression;");
    }
  }
}
