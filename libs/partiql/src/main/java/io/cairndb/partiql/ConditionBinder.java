package io.cairndb.partiql;

import io.cairndb.expressions.Condition;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.Operand;
import io.cairndb.expressions.OperandRules;
import io.cairndb.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Turns what follows WHERE into a condition. The rules on operands are those of DynamoDB's own
 * expressions, whose texts it shares, without the name of a parameter in front.
 */
final class ConditionBinder {
  private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");

  /** In the order in which DynamoDB lists them. */
  private static final String TYPE_CODES = "{N,BS,L,B,NULL,M,S,SS,NS,BOOL}";

  private static final OperandRules RULES =
      new OperandRules(InvalidStatementException::new, TYPE_CODES, TYPE_CODES);

  private final ValueBinder values;

  ConditionBinder(ValueBinder values) {
    this.values = values;
  }

  Condition bind(Expression expression) {
    return switch (expression) {
      case Expression.And and -> new Condition.And(bindAll(and.terms()));
      case Expression.Or or -> new Condition.Or(bindAll(or.terms()));
      case Expression.Not not -> new Condition.Not(bind(not.of()));
      case Expression.Binary binary -> compare(binary);
      case Expression.Between between -> between(between);
      case Expression.In in -> in(in);
      case Expression.Is is -> is(is);
      case Expression.Call call -> predicate(call);
      case Expression.Path other -> throw ExpressionParser.unexpectedComponent(other.position());
      case Expression.Text other -> throw notACondition(other);
      case Expression.Numeral other -> throw notACondition(other);
      case Expression.Bool other -> throw notACondition(other);
      case Expression.Null other -> throw notACondition(other);
      case Expression.Missing other -> throw notACondition(other);
      case Expression.Parameter other -> throw notACondition(other);
      case Expression.ListOf other -> throw notACondition(other);
      case Expression.BagOf other -> throw notACondition(other);
      case Expression.MapOf other -> throw notACondition(other);
      case Expression.Negative other -> throw notACondition(other);
    };
  }

  private static InvalidStatementException notACondition(Expression expression) {
    return new InvalidStatementException(
        "Unsupported expression in WHERE clause at " + expression.position());
  }

  private List<Condition> bindAll(List<Expression> terms) {
    List<Condition> bound = new ArrayList<>(terms.size());
    terms.forEach(term -> bound.add(bind(term)));
    return bound;
  }

  private Condition compare(Expression.Binary binary) {
    if (!COMPARISONS.contains(binary.operator())) {
      throw notACondition(binary);
    }
    Operand left = operand(binary.left());
    return RULES.compare(binary.operator(), left, operand(binary.right()));
  }

  private Condition between(Expression.Between between) {
    Operand value = operand(between.value());
    Operand low = operand(between.low());
    return RULES.between(value, low, operand(between.high()));
  }

  private Condition in(Expression.In in) {
    Operand value = operand(in.value());
    List<Operand> options = options(in.options());
    RULES.requireOptions(value, options);
    return new Condition.In(value, options);
  }

  private List<Operand> options(Expression options) {
    List<Expression> elements =
        switch (options) {
          case Expression.ListOf list -> list.elements();
          case Expression.BagOf bag -> bag.elements();
          default -> null;
        };
    List<Operand> operands = new ArrayList<>();
    if (elements != null) {
      elements.forEach(element -> operands.add(operand(element)));
    } else if (operand(options) instanceof Operand.Constant(AttributeValue.L list)) {
      list.value().forEach(element -> operands.add(new Operand.Constant(element)));
    } else {
      throw notACondition(options);
    }
    if (operands.isEmpty()) {
      throw RULES.wrongCount("IN", 1);
    }
    return operands;
  }

  private Condition is(Expression.Is is) {
    DocumentPath path = requirePath("IS " + is.what().toUpperCase(Locale.ROOT), is.value());
    Condition positive =
        switch (is.what()) {
          case "missing" -> new Condition.AttributeNotExists(path);
          case "null" -> new Condition.AttributeTypeIs(new Operand.Attribute(path), "NULL");
          default -> throw notACondition(is);
        };
    if (!is.negated()) {
      return positive;
    }
    return positive instanceof Condition.AttributeNotExists
        ? new Condition.AttributeExists(path)
        : new Condition.Not(positive);
  }

  private Condition predicate(Expression.Call call) {
    List<Expression> arguments = call.arguments();
    switch (call.name()) {
      case "attribute_exists":
        requireCount(call, 1);
        return new Condition.AttributeExists(requirePath(call.name(), arguments.getFirst()));
      case "attribute_not_exists":
        requireCount(call, 1);
        return new Condition.AttributeNotExists(requirePath(call.name(), arguments.getFirst()));
      case "attribute_type", "begins_with", "contains":
        requireCount(call, 2);
        Operand first = operand(arguments.getFirst());
        return RULES.predicate(call.name(), first, operand(arguments.get(1)));
      case "size":
        throw notACondition(call);
      default:
        throw unrecognized(call);
    }
  }

  private Operand operand(Expression expression) {
    if (expression instanceof Expression.Path path) {
      return new Operand.Attribute(PathText.toDocumentPath(path));
    }
    if (expression instanceof Expression.Call call) {
      return size(call);
    }
    return new Operand.Constant(values.value(expression));
  }

  private Operand size(Expression.Call call) {
    if (!call.name().equals("size")) {
      throw unrecognized(call);
    }
    requireCount(call, 1);
    return RULES.size(operand(call.arguments().getFirst()));
  }

  static InvalidStatementException unrecognized(Expression.Call call) {
    return new InvalidStatementException(
        "Unrecognized function: " + call.name() + " at " + call.position());
  }

  private static void requireCount(Expression.Call call, int due) {
    if (call.arguments().size() != due) {
      throw RULES.wrongCount(call.name(), call.arguments().size());
    }
  }

  private static DocumentPath requirePath(String operator, Expression expression) {
    if (expression instanceof Expression.Path path) {
      return PathText.toDocumentPath(path);
    }
    throw RULES.pathRequired(operator);
  }
}
