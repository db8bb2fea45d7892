package io.cairndb.reference.model;

import io.cairndb.reference.model.Expression.Action;
import io.cairndb.reference.model.Expression.Condition;
import io.cairndb.reference.model.Expression.Operand;
import io.cairndb.reference.model.Substitutions.ExpressionException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses one expression of a request by recursive descent. Used once. */
final class ExpressionParser {
  /** Stands in a message for text the model does not predict. */
  static final String UNSPECIFIED = "…";

  private static final Pattern TOKEN =
      Pattern.compile("\\s*([#:]?[A-Za-z_0-9]+|<>|<=|>=|[-=<>+(),.\\[\\]]|\\S)", Pattern.DOTALL);

  /** Those reserved words that the generator uses as names; AWS reserves 573. */
  private static final Set<String> RESERVED =
      Set.of("status", "name", "data", "value", "count", "size", "year", "items", "user", "key");

  private final List<String> tokens = new ArrayList<>();
  private final Substitutions substitutions;
  private int at;

  private ExpressionParser(String text, Substitutions substitutions) {
    this.substitutions = substitutions;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.lookingAt()) {
      tokens.add(matcher.group(1));
      matcher.region(matcher.end(), text.length());
    }
  }

  static Condition condition(String parameter, String text, Substitutions substitutions) {
    return run(parameter, text, substitutions, ExpressionParser::wholeCondition);
  }

  static List<DocumentPath> projection(String text, Substitutions substitutions) {
    return run("ProjectionExpression", text, substitutions, ExpressionParser::wholeProjection);
  }

  static List<Action> update(String text, Substitutions substitutions) {
    return run("UpdateExpression", text, substitutions, ExpressionParser::wholeUpdate);
  }

  private static <T> T run(
      String parameter,
      String text,
      Substitutions substitutions,
      Function<ExpressionParser, T> rule) {
    try {
      if (text.isBlank()) {
        throw new ExpressionException("The expression can not be empty;");
      }
      return rule.apply(new ExpressionParser(text, substitutions));
    } catch (ExpressionException invalid) {
      throw ModelException.validation("Invalid " + parameter + ": " + invalid.text());
    }
  }

  private Condition wholeCondition() {
    Condition condition = or();
    requireEnd();
    return condition;
  }

  private Condition or() {
    Condition left = and();
    while (takeWord("OR")) {
      left = new Expression.Or(left, and());
    }
    return left;
  }

  private Condition and() {
    Condition left = not();
    while (takeWord("AND")) {
      left = new Expression.And(left, not());
    }
    return left;
  }

  private Condition not() {
    if (takeWord("NOT")) {
      return new Expression.Not(not());
    }
    if (peek().equals("(")) {
      return parenthesised();
    }
    return primary();
  }

  private Condition parenthesised() {
    at++;
    int inner = at;
    Condition condition = or();
    expect(")");
    if (tokens.get(inner).equals("(") && closing(inner) == at - 2) {
      throw new ExpressionException("The expression has redundant parentheses;");
    }
    return condition;
  }

  private int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += tokens.get(i).equals("(") ? 1 : tokens.get(i).equals(")") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return tokens.size();
  }

  private Condition primary() {
    if (isCall() && !peek().equals("size")) {
      return call();
    }
    Operand subject = operand();
    if (takeWord("BETWEEN")) {
      Operand low = operand();
      if (!takeWord("AND")) {
        throw syntax();
      }
      return between(subject, low, operand());
    }
    if (takeWord("IN")) {
      expect("(");
      List<Operand> candidates = commaSeparated(this::operand);
      expect(")");
      return new Expression.In(subject, candidates);
    }
    String operator = next();
    if (!Set.of("=", "<>", "<", "<=", ">", ">=").contains(operator)) {
      throw syntax();
    }
    Operand right = operand();
    if (subject instanceof Expression.PathOperand(DocumentPath path) && subject.equals(right)) {
      throw new ExpressionException(
          "The first operand must be distinct from the remaining operands for this operator or"
              + " function; operator: "
              + operator
              + ", first operand: "
              + path.printed());
    }
    return new Expression.Compare(operator, subject, right);
  }

  private static Condition between(Operand subject, Operand low, Operand high) {
    if (low instanceof Expression.ValueOperand(Value from)
        && high instanceof Expression.ValueOperand(Value to)) {
      String bounds =
          "; lower bound operand: " + from.printed() + ", upper bound operand: " + to.printed();
      if (!from.type().equals(to.type())) {
        throw new ExpressionException(
            "The BETWEEN operator requires same data type for lower and upper bounds" + bounds);
      }
      if (Value.compare(from, to) > 0) {
        throw new ExpressionException(
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound"
                + bounds);
      }
    }
    return new Expression.Between(subject, low, high);
  }

  private Condition call() {
    String function = next();
    expect("(");
    List<Operand> arguments = commaSeparated(this::operand);
    expect(")");
    int expected =
        switch (function) {
          case "attribute_exists", "attribute_not_exists" -> 1;
          case "attribute_type", "begins_with", "contains" -> 2;
          default -> throw new ExpressionException("Invalid function name; function: " + function);
        };
    if (arguments.size() != expected) {
      throw new ExpressionException(
          "Incorrect number of operands for operator or function; operator or function: "
              + function
              + ", number of operands: "
              + arguments.size());
    }
    if (expected == 1 && !(arguments.getFirst() instanceof Expression.PathOperand)) {
      throw new ExpressionException(
          "Operator or function requires a document path; operator or function: " + function);
    }
    if (expected == 2 && arguments.get(1) instanceof Expression.ValueOperand(Value value)) {
      checkArgument(function, value);
    }
    return new Expression.Call(function, arguments);
  }

  private static void checkArgument(String function, Value value) {
    boolean text = value instanceof Value.Text;
    boolean allowed =
        switch (function) {
          case "attribute_type" -> text;
          case "begins_with" -> text || value instanceof Value.Binary;
          default -> true;
        };
    if (!allowed) {
      throw new ExpressionException(
          "Incorrect operand type for operator or function; operator or function: "
              + function
              + ", operand type: "
              + value.type());
    }
    if (function.equals("attribute_type") && value instanceof Value.Text(String name)) {
      if (!Set.of("S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M").contains(name)) {
        throw new ExpressionException(
            "Invalid attribute type name found; type: "
                + name
                + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
      }
    }
  }

  private Operand operand() {
    if (peek().equals("size") && isCall()) {
      at++;
      expect("(");
      DocumentPath path = path();
      expect(")");
      return new Expression.SizeOperand(path);
    }
    if (peek().startsWith(":")) {
      return new Expression.ValueOperand(substitutions.value(next()));
    }
    return new Expression.PathOperand(path());
  }

  private DocumentPath path() {
    List<Object> steps = new ArrayList<>();
    steps.add(name());
    while (peek().equals(".") || peek().equals("[")) {
      if (next().equals(".")) {
        steps.add(name());
      } else {
        String index = next();
        if (!index.chars().allMatch(Character::isDigit)) {
          throw syntax();
        }
        steps.add(Integer.valueOf(index));
        expect("]");
      }
    }
    return new DocumentPath(steps);
  }

  private String name() {
    String token = next();
    if (token.startsWith("#")) {
      return substitutions.name(token);
    }
    if (!Character.isLetter(token.charAt(0)) && token.charAt(0) != '_') {
      throw syntax();
    }
    if (RESERVED.contains(token.toLowerCase(Locale.ROOT))) {
      throw new ExpressionException(
          "Attribute name is a reserved keyword; reserved keyword: " + token);
    }
    return token;
  }

  private List<DocumentPath> wholeProjection() {
    List<DocumentPath> paths = commaSeparated(this::path);
    requireEnd();
    requireDistinct(paths);
    return paths;
  }

  private List<Action> wholeUpdate() {
    List<Action> actions = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    while (at < tokens.size()) {
      String kind = next().toUpperCase(Locale.ROOT);
      if (!Set.of("SET", "REMOVE", "ADD", "DELETE").contains(kind)) {
        throw syntax();
      }
      if (!seen.add(kind)) {
        throw new ExpressionException(
            "The \"" + kind + "\" section can only be used once in an update expression;");
      }
      actions.addAll(commaSeparated(() -> action(kind)));
    }
    requireDistinct(actions.stream().map(Action::path).toList());
    actions.forEach(ExpressionParser::checkOperandTypes);
    return actions;
  }

  private Action action(String kind) {
    DocumentPath path = path();
    return switch (kind) {
      case "REMOVE" -> new Action(kind, path, List.of());
      case "SET" -> {
        expect("=");
        yield new Action(kind, path, List.of(setValue()));
      }
      default -> {
        if (!peek().startsWith(":")) {
          throw syntax();
        }
        Operand value = new Expression.ValueOperand(substitutions.value(next()));
        yield new Action(kind, path, List.of(value));
      }
    };
  }

  private Operand setValue() {
    Operand left = setOperand();
    if (peek().equals("+") || peek().equals("-")) {
      boolean minus = next().equals("-");
      return new Expression.Sum(minus, left, setOperand());
    }
    return left;
  }

  private Operand setOperand() {
    if (isCall()) {
      String function = next();
      expect("(");
      Operand first = setOperand();
      expect(",");
      Operand second = setOperand();
      expect(")");
      if (function.equals("list_append")) {
        return new Expression.ListAppend(first, second);
      }
      if (function.equals("if_not_exists")
          && first instanceof Expression.PathOperand(DocumentPath path)) {
        return new Expression.IfNotExists(path, second);
      }
      throw new ExpressionException("Invalid function name; function: " + function);
    }
    return operand();
  }

  private static void checkOperandTypes(Action action) {
    for (Operand operand : action.operand()) {
      if (operand instanceof Expression.ValueOperand(Value value)) {
        boolean allowed =
            switch (action.kind()) {
              case "ADD" -> value instanceof Value.Num || value instanceof Value.Members;
              case "DELETE" -> value instanceof Value.Members;
              default -> true;
            };
        if (!allowed) {
          throw new ExpressionException(
              "Incorrect operand type for operator or function; operator: "
                  + action.kind()
                  + ", operand type: "
                  + value.longType());
        }
      }
      checkNested(operand);
    }
  }

  private static void checkNested(Operand operand) {
    switch (operand) {
      case Expression.Sum sum -> {
        requireType(sum.minus() ? "-" : "+", "N", sum.left());
        requireType(sum.minus() ? "-" : "+", "N", sum.right());
      }
      case Expression.ListAppend append -> {
        requireType("list_append", "L", append.left());
        requireType("list_append", "L", append.right());
      }
      case Expression.IfNotExists other -> checkNested(other.other());
      case Expression.PathOperand path -> {}
      case Expression.ValueOperand value -> {}
      case Expression.SizeOperand size -> {}
    }
  }

  private static void requireType(String function, String type, Operand operand) {
    if (operand instanceof Expression.ValueOperand(Value value) && !value.type().equals(type)) {
      throw new ExpressionException(
          "Incorrect operand type for operator or function; operator or function: "
              + function
              + ", operand type: "
              + UNSPECIFIED); // oracles disagree on whether it is S or STRING
    }
    checkNested(operand);
  }

  private static void requireDistinct(List<DocumentPath> paths) {
    for (int i = 0; i < paths.size(); i++) {
      for (int j = i + 1; j < paths.size(); j++) {
        DocumentPath one = paths.get(i);
        DocumentPath two = paths.get(j);
        String both = "; path one: " + one.printed() + ", path two: " + two.printed();
        if (one.startsWith(two) || two.startsWith(one)) {
          throw new ExpressionException(
              "Two document paths overlap with each other; must remove or rewrite one of these"
                  + " paths"
                  + both);
        }
        if (one.conflictsWith(two)) {
          throw new ExpressionException(
              "Two document paths conflict with each other; must remove or rewrite one of these"
                  + " paths"
                  + both);
        }
      }
    }
  }

  private <T> List<T> commaSeparated(java.util.function.Supplier<T> rule) {
    List<T> result = new ArrayList<>();
    do {
      result.add(rule.get());
    } while (takeWord(","));
    return result;
  }

  private boolean isCall() {
    return at + 1 < tokens.size()
        && tokens.get(at + 1).equals("(")
        && Character.isLetter(tokens.get(at).charAt(0));
  }

  private boolean takeWord(String word) {
    boolean here = peek().equalsIgnoreCase(word);
    at += here ? 1 : 0;
    return here;
  }

  private void expect(String token) {
    if (!next().equals(token)) {
      throw syntax();
    }
  }

  private String peek() {
    return at < tokens.size() ? tokens.get(at) : "";
  }

  private String next() {
    if (at >= tokens.size()) {
      throw syntax();
    }
    return tokens.get(at++);
  }

  private void requireEnd() {
    if (at < tokens.size()) {
      throw syntax();
    }
  }

  private static ExpressionException syntax() {
    return new ExpressionException("Syntax error; " + UNSPECIFIED);
  }

  /** The attributes that a condition speaks of, in order. */
  static List<String> topLevelNames(Condition condition) {
    List<String> names = new ArrayList<>();
    collect(condition, names);
    return names;
  }

  private static void collect(Condition condition, List<String> names) {
    switch (condition) {
      case Expression.And and -> {
        collect(and.left(), names);
        collect(and.right(), names);
      }
      case Expression.Or or -> {
        collect(or.left(), names);
        collect(or.right(), names);
      }
      case Expression.Not not -> collect(not.inner(), names);
      case Expression.Compare compare ->
          List.of(compare.left(), compare.right()).forEach(operand -> collect(operand, names));
      case Expression.Between between ->
          List.of(between.subject(), between.low(), between.high())
              .forEach(operand -> collect(operand, names));
      case Expression.In in -> {
        collect(in.subject(), names);
        in.candidates().forEach(operand -> collect(operand, names));
      }
      case Expression.Call call -> call.arguments().forEach(operand -> collect(operand, names));
    }
  }

  private static void collect(Operand operand, List<String> names) {
    switch (operand) {
      case Expression.PathOperand(DocumentPath path) -> names.add(path.top());
      case Expression.SizeOperand(DocumentPath path) -> names.add(path.top());
      case Expression.ValueOperand value -> {}
      case Expression.IfNotExists other -> names.add(other.path().top());
      case Expression.ListAppend append -> {
        collect(append.left(), names);
        collect(append.right(), names);
      }
      case Expression.Sum sum -> {
        collect(sum.left(), names);
        collect(sum.right(), names);
      }
    }
  }

  /** Applies a projection to an item: nested parts keep their place, list elements move up. */
  static Map<String, Value> project(Map<String, Value> item, List<DocumentPath> paths) {
    return Projector.project(item, paths);
  }
}
