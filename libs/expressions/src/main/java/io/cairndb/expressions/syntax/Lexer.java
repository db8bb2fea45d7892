package io.cairndb.expressions.syntax;

import io.cairndb.expressions.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into tokens. Never fails: a character with no meaning becomes a symbol that no rule
 * of the grammar accepts, so that the parser reports it when it gets there and not before an
 * earlier mistake.
 */
final class Lexer {
  static final String END_TEXT = "<EOF>";

  private final String text;
  private int position;

  private Lexer(String text) {
    this.text = text;
  }

  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    List<Token> tokens = new ArrayList<>(text.length() / 4 + 2);
    Token token;
    do {
      token = lexer.next();
      tokens.add(token);
    } while (token.kind() != Kind.END);
    return tokens;
  }

  private Token next() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    int start = position;
    if (start == text.length()) {
      return new Token(Kind.END, END_TEXT, start);
    }
    char first = text.charAt(start);
    if (isLetter(first)) {
      return word(Kind.WORD, start);
    }
    if ((first == '#' || first == ':') && start + 1 < text.length() && isWordPart(start + 1)) {
      position++;
      return word(first == '#' ? Kind.NAME_REFERENCE : Kind.VALUE_REFERENCE, start);
    }
    if (isDigit(first)) {
      return number(first, start);
    }
    return symbol(first, start);
  }

  private Token word(Kind kind, int start) {
    while (position < text.length() && isWordPart(position)) {
      position++;
    }
    return new Token(kind, text.substring(start, position), start);
  }

  /** A zero stands alone: {@code 03} is two tokens, as error messages show. */
  private Token number(char first, int start) {
    position++;
    while (first != '0' && position < text.length() && isDigit(text.charAt(position))) {
      position++;
    }
    return new Token(Kind.NUMBER, text.substring(start, position), start);
  }

  private Token symbol(char first, int start) {
    position += Character.charCount(text.codePointAt(start));
    if (position < text.length()) {
      char second = text.charAt(position);
      if ((first == '<' && (second == '=' || second == '>')) || (first == '>' && second == '=')) {
        position++;
      }
    }
    return new Token(Kind.SYMBOL, text.substring(start, position), start);
  }

  private boolean isWordPart(int index) {
    char c = text.charAt(index);
    return isLetter(c) || isDigit(c) || c == '_';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
