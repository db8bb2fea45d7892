package io.cairndb.expressions.syntax;

import io.cairndb.expressions.syntax.Token.Kind;
import java.util.List;

/** A cursor over the tokens of one text, and the words in which a wrong token is reported. */
final class TokenStream {
  private final String text;
  private final List<Token> tokens;
  private int position;

  TokenStream(String text) {
    this.text = text;
    this.tokens = Lexer.tokens(text);
  }

  Token peek() {
    return tokens.get(position);
  }

  /** The token after the next one; the end repeats. */
  Token peekSecond() {
    return tokens.get(Math.min(position + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(position);
    if (token.kind() != Kind.END) {
      position++;
    }
    return token;
  }

  boolean takeSymbol(String symbol) {
    if (peek().isSymbol(symbol)) {
      next();
      return true;
    }
    return false;
  }

  boolean takeWord(String word) {
    if (peek().isWord(word)) {
      next();
      return true;
    }
    return false;
  }

  void expectSymbol(String symbol) {
    if (!takeSymbol(symbol)) {
      throw unexpected();
    }
  }

  /**
   * The next token does not fit. DynamoDB quotes it together with its neighbours, with the blanks
   * between them as they were written.
   */
  SyntaxException unexpected() {
    Token bad = peek();
    Token after = peekSecond();
    int from = position == 0 ? 0 : tokens.get(position - 1).start();
    int to = after.kind() == Kind.END ? text.length() : after.end();
    return new SyntaxException(
        "Syntax error; token: \"" + bad.text() + "\", near: \"" + text.substring(from, to) + "\"");
  }
}
