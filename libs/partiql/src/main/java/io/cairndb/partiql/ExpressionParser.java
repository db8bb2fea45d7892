package io.cairndb.partiql;

import io.cairndb.partiql.Expression.Entry;
import io.cairndb.partiql.Expression.Field;
import io.cairndb.partiql.Expression.Index;
import io.cairndb.partiql.Expression.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Parses expressions by climbing precedences. Takes any expression wherever one may stand; what
 * makes sense there is the binder's to say. Confined to one parse.
 */
final class ExpressionParser {
  static final int OPERATORS_MAX = 300;

  /** Deeper than any statement of use, and little stack. */
  private static final int DEPTH_MAX = 100;

  private static final int LOWEST = 0;
  private static final int OR = 10;
  private static final int AND = 20;
  private static final int NOT = 30;
  private static final int EQUALITY = 40;
  private static final int COMPARISON = 50;
  private static final int ADDITION = 60;
  private static final int MULTIPLICATION = 70;

  /** Keywords that name a function where a parenthesis follows. */
  private static final Set<String> FUNCTION_KEYWORDS =
      Set.of(
          "exists",
          "count",
          "avg",
          "max",
          "min",
          "sum",
          "substring",
          "char_length",
          "character_length",
          "octet_length",
          "bit_length",
          "upper",
          "lower",
          "size",
          "nullif",
          "coalesce",
          "sexp",
          "list",
          "bag");

  private final TokenCursor tokens;
  private int parameters;
  private int operators;
  private int depth;

  ExpressionParser(TokenCursor tokens) {
    this.tokens = tokens;
  }

  /** How many {@code ?} there were. */
  int parameters() {
    return parameters;
  }

  Expression expression() {
    return expression(LOWEST);
  }

  private Expression expression(int above) {
    enter();
    Expression left = prefixed();
    while (precedence(tokens.peek()) > above) {
      left = infix(left);
    }
    depth--;
    return left;
  }

  private void enter() {
    if (++depth > DEPTH_MAX) {
      throw InvalidStatementException.notWellFormed("Expressions are nested too deep");
    }
  }

  private void countOperator() {
    if (++operators > OPERATORS_MAX) {
      throw new InvalidStatementException(
          "The expression contains too many operators; operator count: " + operators);
    }
  }

  /** Of what stands between two operands; zero for all else. */
  private int precedence(Token token) {
    return switch (token.kind()) {
      case KEYWORD ->
          switch (token.text()) {
            case "or" -> OR;
            case "and" -> AND;
            case "is", "in" -> EQUALITY;
            case "between", "like" -> COMPARISON;
            case "not" -> negatable(tokens.peekSecond());
            default -> LOWEST;
          };
      case SIGN ->
          switch (token.text()) {
            case "=", "<>" -> EQUALITY;
            case "<", "<=", ">", ">=" -> COMPARISON;
            case "+", "-", "||" -> ADDITION;
            case "*", "/", "%" -> MULTIPLICATION;
            default -> LOWEST;
          };
      case IDENTIFIER, QUOTED_IDENTIFIER, STRING, NUMBER, END -> LOWEST;
    };
  }

  private static int negatable(Token token) {
    if (token.isKeyword("in")) {
      return EQUALITY;
    }
    return token.isKeyword("between") || token.isKeyword("like") ? COMPARISON : LOWEST;
  }

  private Expression infix(Expression left) {
    Token operator = tokens.next();
    if (operator.isKeyword("not")) {
      return new Expression.Not(infix(left), operator.position());
    }
    countOperator();
    if (operator.kind() == Token.Kind.SIGN) {
      return binary(operator, left);
    }
    return switch (operator.text()) {
      case "and" -> new Expression.And(terms(left, "and", AND), operator.position());
      case "or" -> new Expression.Or(terms(left, "or", OR), operator.position());
      case "is" -> is(left, operator);
      case "in" -> in(left, operator);
      case "between" -> between(left, operator);
      default -> binary(operator, left);
    };
  }

  private Expression binary(Token operator, Expression left) {
    Expression right = right(precedence(operator));
    return new Expression.Binary(operator.text(), left, right, operator.position());
  }

  private Expression right(int above) {
    if (tokens.peek().isEnd()) {
      throw InvalidStatementException.notWellFormed(
          "Missing right-hand side expression of infix operator");
    }
    return expression(above);
  }

  private List<Expression> terms(Expression first, String word, int precedence) {
    List<Expression> terms = new ArrayList<>();
    terms.add(first);
    terms.add(right(precedence));
    while (tokens.takeKeyword(word)) {
      countOperator();
      terms.add(right(precedence));
    }
    return terms;
  }

  private Expression is(Expression left, Token operator) {
    boolean negated = tokens.takeKeyword("not");
    Token what = tokens.next();
    if (what.kind() != Token.Kind.KEYWORD && what.kind() != Token.Kind.IDENTIFIER) {
      throw InvalidStatementException.notWellFormed("Expected type name");
    }
    return new Expression.Is(
        left, what.text().toLowerCase(Locale.ROOT), negated, operator.position());
  }

  private Expression in(Expression left, Token operator) {
    if (tokens.peek().isSign("(")) {
      Token open = tokens.next();
      List<Expression> options = list(")", "RIGHT_PAREN");
      return new Expression.In(
          left, new Expression.ListOf(options, open.position()), operator.position());
    }
    return new Expression.In(left, right(EQUALITY), operator.position());
  }

  private Expression between(Expression left, Token operator) {
    Expression low = right(COMPARISON);
    tokens.expectKeyword("and", "Expected AND keyword");
    if (tokens.peek().isEnd()) {
      throw InvalidStatementException.notWellFormed("Expected expression after AND");
    }
    return new Expression.Between(left, low, expression(COMPARISON), operator.position());
  }

  private Expression prefixed() {
    Token token = tokens.peek();
    if (token.isKeyword("not")) {
      tokens.next();
      countOperator();
      return new Expression.Not(expression(NOT), token.position());
    }
    if (token.isSign("-") || token.isSign("+")) {
      tokens.next();
      enter();
      Expression of = prefixed();
      depth--;
      return token.isSign("-") ? new Expression.Negative(of, of.position()) : of;
    }
    return term();
  }

  private Expression term() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case IDENTIFIER -> tokens.peekSecond().isSign("(") ? call() : path();
      case QUOTED_IDENTIFIER -> path();
      case STRING -> new Expression.Text(tokens.next().text(), token.position());
      case NUMBER -> new Expression.Numeral(tokens.next().text(), token.position());
      case KEYWORD -> keyword(token);
      case SIGN -> signed(token);
      case END -> throw InvalidStatementException.notWellFormed("Unexpected term");
    };
  }

  private Expression keyword(Token token) {
    if (FUNCTION_KEYWORDS.contains(token.text()) && tokens.peekSecond().isSign("(")) {
      return call();
    }
    Expression constant =
        switch (token.text()) {
          case "true" -> new Expression.Bool(true, token.position());
          case "false" -> new Expression.Bool(false, token.position());
          case "null" -> new Expression.Null(token.position());
          case "missing" -> new Expression.Missing(token.position());
          default -> throw InvalidStatementException.notWellFormed("Unexpected keyword");
        };
    tokens.next();
    return constant;
  }

  private Expression signed(Token token) {
    switch (token.text()) {
      case "?":
        tokens.next();
        return new Expression.Parameter(parameters++, token.position());
      case "(":
        return group();
      case "[":
        tokens.next();
        return new Expression.ListOf(list("]", "RIGHT_BRACKET"), token.position());
      case "<<":
        tokens.next();
        return new Expression.BagOf(list(">>", "RIGHT_DOUBLE_ANGLE_BRACKET"), token.position());
      case "{":
        tokens.next();
        return new Expression.MapOf(entries(), token.position());
      case "=", "<>", "<", "<=", ">", ">=", "||", "/", "%":
        throw InvalidStatementException.notWellFormed("Unexpected operator");
      default:
        throw InvalidStatementException.notWellFormed("Unexpected term");
    }
  }

  /** Parentheses around one expression; around several they make a list. */
  private Expression group() {
    Token open = tokens.next();
    List<Expression> members = list(")", "RIGHT_PAREN");
    return switch (members.size()) {
      case 0 -> throw InvalidStatementException.notWellFormed("Expression group cannot be empty");
      case 1 -> members.getFirst();
      default -> new Expression.ListOf(members, open.position());
    };
  }

  private List<Expression> list(String end, String endName) {
    List<Expression> elements = new ArrayList<>();
    if (tokens.takeSign(end)) {
      return elements;
    }
    do {
      elements.add(expression());
    } while (tokens.takeSign(","));
    tokens.expectSign(end, endName);
    return elements;
  }

  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    if (tokens.takeSign("}")) {
      return entries;
    }
    do {
      Expression name = expression();
      tokens.expectSign(":", "COLON");
      entries.add(new Entry(name, expression()));
    } while (tokens.takeSign(","));
    tokens.expectSign("}", "RIGHT_CURLY");
    return entries;
  }

  private Expression call() {
    Token name = tokens.next();
    tokens.next();
    countOperator();
    if (tokens.takeSign("*")) {
      tokens.expectSign(")", "RIGHT_PAREN");
      return new Expression.Call(name.text().toLowerCase(Locale.ROOT), List.of(), name.position());
    }
    List<Expression> arguments = list(")", "RIGHT_PAREN");
    return new Expression.Call(name.text().toLowerCase(Locale.ROOT), arguments, name.position());
  }

  /** An attribute and what leads into it. */
  Expression.Path path() {
    Token first = tokens.next();
    if (!first.isName()) {
      throw InvalidStatementException.notWellFormed("Expected identifier for simple path");
    }
    List<Step> steps = new ArrayList<>();
    steps.add(new Field(first.text()));
    while (true) {
      if (tokens.takeSign(".")) {
        Token name = tokens.next();
        if (name.isSign("*")) {
          throw unexpectedComponent(first.position());
        }
        if (!name.isName()) {
          throw InvalidStatementException.notWellFormed("Invalid path dot component");
        }
        steps.add(new Field(name.text()));
      } else if (tokens.takeSign("[")) {
        steps.add(bracketed(first));
      } else {
        return new Expression.Path(steps, first.position());
      }
    }
  }

  private Step bracketed(Token first) {
    boolean negative = tokens.takeSign("-");
    Token token = tokens.next();
    Step step =
        switch (token.kind()) {
          case NUMBER -> index(token, negative);
          case STRING -> new Field(token.text());
          case IDENTIFIER, QUOTED_IDENTIFIER, KEYWORD, SIGN, END ->
              throw unexpectedComponent(first.position());
        };
    tokens.expectSign("]", "RIGHT_BRACKET");
    return step;
  }

  private static Index index(Token token, boolean negative) {
    String shown = (negative ? "-" : "") + token.text();
    try {
      int index = Integer.parseInt(shown);
      if (index >= 0) {
        return new Index(index);
      }
    } catch (NumberFormatException tooLargeOrBroken) {
      // Told below, with the others that are no place in a list.
    }
    throw new InvalidStatementException(
        "List index is not within the allowable range; index: ["
            + shown
            + "] at "
            + token.position());
  }

  static InvalidStatementException unexpectedComponent(Position position) {
    return new InvalidStatementException("Unexpected path component at " + position);
  }
}
