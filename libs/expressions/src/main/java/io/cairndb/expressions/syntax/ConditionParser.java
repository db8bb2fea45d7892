package io.cairndb.expressions.syntax;

import io.cairndb.expressions.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The grammar of conditions, in falling precedence of what binds:
 *
 * <pre>
 * condition  := conjunction (OR conjunction)*
 * conjunction:= negation (AND negation)*
 * negation   := NOT negation | predicate
 * predicate  := operand comparator operand
 *             | operand BETWEEN operand AND operand
 *             | operand IN '(' operand (',' operand)* ')'
 *             | call
 *             | '(' condition ')'
 * operand    := path | :value | call | '(' operand ')'
 * </pre>
 *
 * <p>After an opening parenthesis it is not known whether a condition or an operand follows, so
 * both are parsed by one routine that says afterwards which it was.
 */
final class ConditionParser {
  private static final Set<String> KEYWORDS = Set.of("AND", "OR", "NOT", "BETWEEN", "IN");
  private static final Set<String> COMPARATORS = Set.of("=", "<>", "<", "<=", ">", ">=");
  private static final String SIZE = "size";

  /** Predicates, and {@code size}, the only function with a value. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "attribute_exists",
          "attribute_not_exists",
          "attribute_type",
          "begins_with",
          "contains",
          SIZE);

  /** More than a text within the limit on operators can nest without redundant parentheses. */
  private static final int DEPTH_MAX = Findings.OPERATORS_MAX + 50;

  private final TokenStream tokens;
  private final Findings findings = new Findings();
  private final PathParser paths;
  private int depth;

  private ConditionParser(String text) {
    tokens = new TokenStream(text);
    paths = new PathParser(tokens, ConditionParser::isKeyword, findings);
  }

  static Template.ConditionTemplate parse(String text) {
    ConditionParser parser = new ConditionParser(text);
    Parsed parsed = parser.disjunction();
    if (parser.tokens.peek().kind() != Kind.END) {
      throw parser.tokens.unexpected();
    }
    Node condition = parser.asCondition(parsed);
    parser.findings.check();
    return new Template.ConditionTemplate(condition);
  }

  /**
   * @param shape whether the node can stand as a condition, as an operand, or as either
   * @param parenthesised whether the node came with parentheses around it
   */
  private record Parsed(Node node, Shape shape, boolean parenthesised) {
    boolean isCondition() {
      return shape != Shape.OPERAND;
    }

    boolean isOperand() {
      return shape != Shape.CONDITION;
    }
  }

  private enum Shape {
    CONDITION,
    OPERAND,
    CALL
  }

  private static Parsed condition(Node node) {
    return new Parsed(node, Shape.CONDITION, false);
  }

  private Parsed disjunction() {
    enter();
    Parsed first = conjunction();
    if (first.isCondition() && tokens.peek().isWord("OR")) {
      List<Node> terms = new ArrayList<>();
      terms.add(asCondition(first));
      while (tokens.takeWord("OR")) {
        findings.operator();
        terms.add(asCondition(conjunction()));
      }
      first = condition(new Node.Or(terms));
    }
    depth--;
    return first;
  }

  private Parsed conjunction() {
    Parsed first = negation();
    if (first.isCondition() && tokens.peek().isWord("AND")) {
      List<Node> terms = new ArrayList<>();
      terms.add(asCondition(first));
      while (tokens.takeWord("AND")) {
        findings.operator();
        terms.add(asCondition(negation()));
      }
      return condition(new Node.And(terms));
    }
    return first;
  }

  private Parsed negation() {
    if (tokens.takeWord("NOT")) {
      findings.operator();
      enter();
      Node term = asCondition(negation());
      depth--;
      return condition(new Node.Not(term));
    }
    return predicate();
  }

  private Parsed predicate() {
    Parsed left = primary();
    if (!left.isOperand()) {
      return left;
    }
    Token operator = tokens.peek();
    if (operator.kind() == Kind.SYMBOL && COMPARATORS.contains(operator.text())) {
      tokens.next();
      findings.operator();
      return condition(new Node.Binary(operator.text(), asOperand(left), operand()));
    }
    if (tokens.takeWord("BETWEEN")) {
      findings.operator();
      Node value = asOperand(left);
      Node low = operand();
      if (!tokens.takeWord("AND")) {
        throw tokens.unexpected();
      }
      return condition(new Node.Between(value, low, operand()));
    }
    if (tokens.takeWord("IN")) {
      findings.operator();
      Node value = asOperand(left);
      tokens.expectSymbol("(");
      List<Node> options = operands();
      return condition(new Node.In(value, options));
    }
    return left;
  }

  /** A parenthesis of either kind, a path, a value or a call. */
  private Parsed primary() {
    if (tokens.takeSymbol("(")) {
      Parsed inner = disjunction();
      tokens.expectSymbol(")");
      if (inner.parenthesised()) {
        findings.redundantParentheses();
      }
      return new Parsed(inner.node(), inner.shape(), true);
    }
    return simpleOperand();
  }

  private Parsed simpleOperand() {
    Token token = tokens.peek();
    if (token.kind() == Kind.VALUE_REFERENCE) {
      tokens.next();
      return new Parsed(new Node.Value(token.text()), Shape.OPERAND, false);
    }
    if (token.kind() == Kind.WORD && !isKeyword(token) && tokens.peekSecond().isSymbol("(")) {
      return new Parsed(call(), Shape.CALL, false);
    }
    return new Parsed(paths.path(), Shape.OPERAND, false);
  }

  private Node.Call call() {
    String name = tokens.next().text();
    tokens.expectSymbol("(");
    findings.operator();
    if (!FUNCTIONS.contains(name)) {
      findings.unknownFunction(name);
    }
    return new Node.Call(name, operands());
  }

  /** The rest of a list of operands whose parenthesis is open. */
  private List<Node> operands() {
    List<Node> result = new ArrayList<>(2);
    do {
      result.add(operand());
    } while (tokens.takeSymbol(","));
    tokens.expectSymbol(")");
    return result;
  }

  private Node operand() {
    enter();
    Node result;
    if (tokens.takeSymbol("(")) {
      if (tokens.peek().isSymbol("(")) {
        findings.redundantParentheses();
      }
      result = operand();
      tokens.expectSymbol(")");
    } else {
      result = asOperand(simpleOperand());
    }
    depth--;
    return result;
  }

  private Node asOperand(Parsed parsed) {
    if (parsed.node() instanceof Node.Call call && !call.function().equals(SIZE)) {
      misused(call);
    }
    return parsed.node();
  }

  private Node asCondition(Parsed parsed) {
    if (!parsed.isCondition()) {
      throw tokens.unexpected();
    }
    if (parsed.node() instanceof Node.Call call && call.function().equals(SIZE)) {
      misused(call);
    }
    return parsed.node();
  }

  private void misused(Node.Call call) {
    if (FUNCTIONS.contains(call.function())) {
      findings.misusedFunction(call.function());
    }
  }

  private void enter() {
    if (++depth > DEPTH_MAX) {
      throw findings.tooDeep();
    }
  }

  private static boolean isKeyword(Token token) {
    for (String keyword : KEYWORDS) {
      if (token.isWord(keyword)) {
        return true;
      }
    }
    return false;
  }
}
