package io.cairndb.partiql;

import io.cairndb.partiql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a statement into tokens. Two quotes in a row inside quotes stand for one; comments are
 * {@code --} to the end of the line and {@code /* … *}{@code /}. What cannot be split is told
 * without a detail, as DynamoDB does.
 */
final class Lexer {
  private static final List<String> SIGNS =
      List.of(
          "<<", ">>", "<=", ">=", "<>", "!=", "||", "(", ")", "[", "]", "{", "}", ",", ".", ":",
          ";", "?", "=", "<", ">", "+", "-", "*", "/", "%");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  private Lexer(String text) {
    this.text = text;
  }

  /** All tokens; the last one is the end. */
  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (true) {
      skipSpaceAndComments();
      if (at == text.length()) {
        tokens.add(new Token(Kind.END, "", position(at, 0)));
        return;
      }
      char c = text.charAt(at);
      if (c == '\'') {
        quoted(Kind.STRING, '\'');
      } else if (c == '"') {
        quoted(Kind.QUOTED_IDENTIFIER, '"');
      } else if (isDigit(c) || (c == '.' && isDigit(charAt(at + 1)))) {
        number();
      } else if (isWordStart(c)) {
        word();
      } else {
        sign();
      }
    }
  }

  private void skipSpaceAndComments() {
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        step();
      } else if (text.startsWith("--", at)) {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw InvalidStatementException.notWellFormed("");
        }
        while (at < end + 2) {
          step();
        }
      } else {
        return;
      }
    }
  }

  /** One character on, counting lines. */
  private void step() {
    if (text.charAt(at) == '\n') {
      line++;
      lineStart = at + 1;
    }
    at++;
  }

  private void quoted(Kind kind, char quote) {
    int start = at;
    Position from = position(start, 0);
    StringBuilder content = new StringBuilder();
    step();
    while (at < text.length()) {
      char c = text.charAt(at);
      step();
      if (c != quote) {
        content.append(c);
      } else if (charAt(at) == quote) {
        content.append(quote);
        step();
      } else {
        Position position = new Position(from.line(), from.column(), at - start);
        tokens.add(new Token(kind, content.toString(), position));
        return;
      }
    }
    throw InvalidStatementException.notWellFormed("");
  }

  private void number() {
    int start = at;
    digits();
    if (charAt(at) == '.') {
      at++;
      digits();
    }
    if (charAt(at) == 'e' || charAt(at) == 'E') {
      at++;
      if (charAt(at) == '+' || charAt(at) == '-') {
        at++;
      }
      if (!isDigit(charAt(at))) {
        throw InvalidStatementException.notWellFormed("");
      }
      digits();
    }
    if (isWordStart(charAt(at))) {
      throw InvalidStatementException.notWellFormed("");
    }
    tokens.add(new Token(Kind.NUMBER, text.substring(start, at), position(start, at - start)));
  }

  private void digits() {
    while (isDigit(charAt(at))) {
      at++;
    }
  }

  private void word() {
    int start = at;
    while (isWordStart(charAt(at)) || isDigit(charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    String lower = word.toLowerCase(Locale.ROOT);
    boolean keyword = Keywords.contains(lower);
    tokens.add(
        new Token(
            keyword ? Kind.KEYWORD : Kind.IDENTIFIER,
            keyword ? lower : word,
            position(start, at - start)));
  }

  private void sign() {
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        String meant = sign.equals("!=") ? "<>" : sign;
        tokens.add(new Token(Kind.SIGN, meant, position(at, sign.length())));
        at += sign.length();
        return;
      }
    }
    throw InvalidStatementException.notWellFormed("");
  }

  private Position position(int start, int length) {
    return new Position(line, start - lineStart + 1, length);
  }

  /** NUL, which is part of no token, beyond the end. */
  private char charAt(int index) {
    return index < text.length() ? text.charAt(index) : '\0';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  }
}
