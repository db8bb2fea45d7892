package io.cairndb.expressions.syntax;

import io.cairndb.expressions.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** {@code path (',' path)*}. */
final class ProjectionParser {
  private ProjectionParser() {}

  static Template.ProjectionTemplate parse(String text) {
    TokenStream tokens = new TokenStream(text);
    Findings findings = new Findings();
    PathParser paths = new PathParser(tokens, word -> false, findings);
    List<Node.Path> result = new ArrayList<>();
    do {
      result.add(paths.path());
    } while (tokens.takeSymbol(","));
    if (tokens.peek().kind() != Kind.END) {
      throw tokens.unexpected();
    }
    findings.check();
    return new Template.ProjectionTemplate(result);
  }
}
