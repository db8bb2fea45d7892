package io.cairndb.partiql;

import java.util.List;

/** A place in the tokens of a statement. Confined to one parse. */
final class TokenCursor {
  private final List<Token> tokens;
  private int at;

  TokenCursor(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  /** The token after the next one, or the end. */
  Token peekSecond() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    if (!token.isEnd()) {
      at++;
    }
    return token;
  }

  boolean takeKeyword(String word) {
    if (peek().isKeyword(word)) {
      at++;
      return true;
    }
    return false;
  }

  boolean takeSign(String sign) {
    if (peek().isSign(sign)) {
      at++;
      return true;
    }
    return false;
  }

  void expectKeyword(String word, String otherwise) {
    if (!takeKeyword(word)) {
      throw InvalidStatementException.notWellFormed(otherwise);
    }
  }

  /**
   * Takes a sign that must be there.
   *
   * @param name as the parser of DynamoDB calls it: RIGHT_PAREN
   */
  Token expectSign(String sign, String name) {
    if (!peek().isSign(sign)) {
      throw InvalidStatementException.notWellFormed("Expected " + name);
    }
    return next();
  }
}
