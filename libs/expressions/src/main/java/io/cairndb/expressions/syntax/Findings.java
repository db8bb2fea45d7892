package io.cairndb.expressions.syntax;

import static java.util.Objects.requireNonNull;

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

  /** The text nests deeper than operators within the limit can: one of two limits is exceeded. */
  SyntaxException tooDeep() {
    redundantParentheses |= operators <= OPERATORS_MAX;
    return requireNonNull(firstProblem());
  }

  void check() {
    SyntaxException problem = firstProblem();
    if (problem != null) {
      throw problem;
    }
  }

  private @Nullable SyntaxException firstProblem() {
    if (redundantParentheses) {
      return new SyntaxException("The expression has redundant parentheses;");
    }
    if (operators > OPERATORS_MAX) {
      return new SyntaxException(
          "The expression contains too many operators; operator count: " + operators);
    }
    if (unknownFunction != null) {
      return new SyntaxException("Invalid function name; function: " + unknownFunction);
    }
    if (misusedFunction != null) {
      return new SyntaxException(
          "The function is not allowed to be used this way in an expression; function: "
              + misusedFunction);
    }
    if (reservedWord != null) {
      return new SyntaxException(
          "Attribute name is a reserved keyword; reserved keyword: " + reservedWord);
    }
    if (index != null) {
      return new SyntaxException(
          "List index is not within the allowable range; index: [" + index + "]");
    }
    if (repeatedSection != null) {
      return new SyntaxException(
          "The \"" + repeatedSection + "\" section can only be used once in an update expression;");
    }
    return null;
  }
}
