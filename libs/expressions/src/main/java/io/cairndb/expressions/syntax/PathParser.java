package io.cairndb.expressions.syntax;

import io.cairndb.expressions.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Document paths: the part that all grammars share. */
final class PathParser {
  private static final int INDEX_DIGITS_MAX = 10;

  private final TokenStream tokens;
  private final Predicate<Token> keyword;
  private final Findings findings;

  /**
   * @param keyword tells the words of this grammar, which cannot name an attribute
   */
  PathParser(TokenStream tokens, Predicate<Token> keyword, Findings findings) {
    this.tokens = tokens;
    this.keyword = keyword;
    this.findings = findings;
  }

  boolean startsPath() {
    return isField(tokens.peek());
  }

  Node.Path path() {
    List<Node.Step> steps = new ArrayList<>(2);
    steps.add(field());
    while (true) {
      if (tokens.takeSymbol(".")) {
        steps.add(field());
      } else if (tokens.takeSymbol("[")) {
        steps.add(index());
        tokens.expectSymbol("]");
      } else {
        return new Node.Path(steps);
      }
    }
  }

  private Node.Field field() {
    Token token = tokens.peek();
    if (!isField(token)) {
      throw tokens.unexpected();
    }
    tokens.next();
    if (token.kind() == Kind.WORD && ReservedWords.contains(token.text())) {
      findings.reservedWord(token.text());
    }
    return new Node.Field(token.text());
  }

  private boolean isField(Token token) {
    return token.kind() == Kind.NAME_REFERENCE
        || (token.kind() == Kind.WORD && !keyword.test(token));
  }

  private Node.Index index() {
    Token token = tokens.peek();
    if (token.kind() != Kind.NUMBER) {
      throw tokens.unexpected();
    }
    tokens.next();
    String digits = token.text();
    if (digits.length() > INDEX_DIGITS_MAX || Long.parseLong(digits) > Integer.MAX_VALUE) {
      findings.indexOutOfRange(digits);
      return new Node.Index(Integer.MAX_VALUE);
    }
    return new Node.Index(Integer.parseInt(digits));
  }
}
