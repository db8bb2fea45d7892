package io.cairndb.expressions.syntax;

import io.cairndb.expressions.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of updates:
 *
 * <pre>
 * update  := section+
 * section := SET path '=' value (',' …)*
 *          | REMOVE path (',' …)*
 *          | ADD path :value (',' …)*
 *          | DELETE path :value (',' …)*
 * value   := operand | operand ('+' | '-') operand | '(' value ')'
 * operand := path | :value | call | '(' operand ')'
 * </pre>
 */
final class UpdateParser {
  private static final Set<String> FUNCTIONS = Set.of("if_not_exists", "list_append");
  private static final int DEPTH_MAX = Findings.OPERATORS_MAX + 50;

  private enum Section {
    SET,
    REMOVE,
    ADD,
    DELETE
  }

  private final TokenStream tokens;
  private final Findings findings = new Findings();
  private final PathParser paths;
  private final List<UpdateNode> actions = new ArrayList<>();
  private int depth;

  private UpdateParser(String text) {
    tokens = new TokenStream(text);
    paths = new PathParser(tokens, token -> section(token) != null, findings);
  }

  static Template.UpdateTemplate parse(String text) {
    UpdateParser parser = new UpdateParser(text);
    parser.sections();
    parser.findings.check();
    return new Template.UpdateTemplate(parser.actions);
  }

  private void sections() {
    EnumSet<Section> seen = EnumSet.noneOf(Section.class);
    do {
      Section section = section(tokens.peek());
      if (section == null) {
        throw tokens.unexpected();
      }
      tokens.next();
      if (!seen.add(section)) {
        findings.repeatedSection(section.name());
      }
      do {
        actions.add(action(section));
      } while (tokens.takeSymbol(","));
    } while (tokens.peek().kind() != Kind.END);
  }

  private UpdateNode action(Section section) {
    Node.Path path = paths.path();
    return switch (section) {
      case SET -> {
        tokens.expectSymbol("=");
        yield new UpdateNode.Set(path, value());
      }
      case REMOVE -> new UpdateNode.Remove(path);
      case ADD -> new UpdateNode.Add(path, constant());
      case DELETE -> new UpdateNode.Delete(path, constant());
    };
  }

  private Node.Value constant() {
    Token token = tokens.peek();
    if (token.kind() != Kind.VALUE_REFERENCE) {
      throw tokens.unexpected();
    }
    tokens.next();
    return new Node.Value(token.text());
  }

  private Node value() {
    enter();
    Node left;
    if (tokens.takeSymbol("(")) {
      noteRedundancy();
      left = value();
      tokens.expectSymbol(")");
    } else {
      left = operand();
    }
    depth--;
    Token operator = tokens.peek();
    if (!operator.isSymbol("+") && !operator.isSymbol("-")) {
      return left;
    }
    if (left instanceof Node.Binary) {
      throw tokens.unexpected();
    }
    tokens.next();
    findings.operator();
    return new Node.Binary(operator.text(), left, operand());
  }

  private Node operand() {
    enter();
    Node result;
    Token token = tokens.peek();
    if (tokens.takeSymbol("(")) {
      noteRedundancy();
      result = operand();
      tokens.expectSymbol(")");
    } else if (token.kind() == Kind.VALUE_REFERENCE) {
      result = constant();
    } else if (token.kind() == Kind.WORD
        && section(token) == null
        && tokens.peekSecond().isSymbol("(")) {
      result = call();
    } else {
      result = paths.path();
    }
    depth--;
    return result;
  }

  private Node.Call call() {
    String name = tokens.next().text();
    tokens.expectSymbol("(");
    findings.operator();
    if (!FUNCTIONS.contains(name)) {
      findings.unknownFunction(name);
    }
    List<Node> arguments = new ArrayList<>(2);
    do {
      arguments.add(operand());
    } while (tokens.takeSymbol(","));
    tokens.expectSymbol(")");
    return new Node.Call(name, arguments);
  }

  /** The parenthesis just taken is followed by another one. */
  private void noteRedundancy() {
    if (tokens.peek().isSymbol("(")) {
      findings.redundantParentheses();
    }
  }

  private void enter() {
    if (++depth > DEPTH_MAX) {
      throw findings.tooDeep();
    }
  }

  private static @Nullable Section section(Token token) {
    if (token.kind() != Kind.WORD || token.text().length() > "REMOVE".length()) {
      return null;
    }
    return switch (token.text().toUpperCase(Locale.ROOT)) {
      case "SET" -> Section.SET;
      case "REMOVE" -> Section.REMOVE;
      case "ADD" -> Section.ADD;
      case "DELETE" -> Section.DELETE;
      default -> null;
    };
  }
}
