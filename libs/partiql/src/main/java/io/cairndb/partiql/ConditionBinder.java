package io.cairndb.partiql;

import io.cairndb.expressions.Comparator;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.Operand;
import io.cairndb.item.AttributeValue;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Turns what follows WHERE into a condition. The rules on operands are those of DynamoDB's own
 * expressions, whose texts it shares, without the name of a parameter in front.
 */
final class ConditionBinder {
  static final int IN_OPERANDS_MAX = 100;

  private static final Set<String> TYPES =
      Set.of("N", "BS", "L", "B", "NULL", "M", "S", "SS", "NS", "BOOL");

  /** In the order in which DynamoDB lists them. */
  private static final String TYPE_CODES = "{N,BS,L,B,NULL,M,S,SS,NS,BOOL}";

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
    Comparator comparator =
        switch (binary.operator()) {
          case "=" -> Comparator.EQ;
          case "<>" -> Comparator.NE;
          case "<" -> Comparator.LT;
          case "<=" -> Comparator.LE;
          case ">" -> Comparator.GT;
          case ">=" -> Comparator.GE;
          default -> throw notACondition(binary);
        };
    Operand left = operand(binary.left());
    Operand right = operand(binary.right());
    requireDistinct(binary.operator(), left, right);
    if (comparator.isOrdering()) {
      requireOrdered(binary.operator(), left);
      requireOrdered(binary.operator(), right);
    }
    return new Condition.Compare(comparator, left, right);
  }

  private Condition between(Expression.Between between) {
    Operand value = operand(between.value());
    Operand low = operand(between.low());
    Operand high = operand(between.high());
    if (low instanceof Operand.Constant(AttributeValue from)
        && high instanceof Operand.Constant(AttributeValue to)
        && !from.typeCode().equals(to.typeCode())) {
      throw invalidRange("same data type for lower and upper bounds", from, to);
    }
    requireOrdered("BETWEEN", value);
    requireOrdered("BETWEEN", low);
    requireOrdered("BETWEEN", high);
    if (low instanceof Operand.Constant
        && high instanceof Operand.Constant
        && new Condition.Compare(Comparator.GT, low, high).matches(name -> null)) {
      throw invalidRange(
          "upper bound to be greater than or equal to lower bound",
          ((Operand.Constant) low).value(),
          ((Operand.Constant) high).value());
    }
    return new Condition.Between(value, low, high);
  }

  private static InvalidStatementException invalidRange(
      String need, AttributeValue from, AttributeValue to) {
    return new InvalidStatementException(
        "The BETWEEN operator requires "
            + need
            + "; lower bound operand: "
            + described(from)
            + ", upper bound operand: "
            + described(to));
  }

  private static String described(AttributeValue value) {
    String content =
        switch (value) {
          case AttributeValue.S text -> text.value();
          case AttributeValue.N number -> number.value().toString();
          case AttributeValue.B binary ->
              Base64.getEncoder().encodeToString(binary.value().toArray());
          default -> value.typeCode().toLowerCase(Locale.ROOT);
        };
    return "AttributeValue: {" + value.typeCode() + ":" + content + "}";
  }

  private Condition in(Expression.In in) {
    Operand value = operand(in.value());
    List<Operand> options = options(in.options());
    if (options.size() > IN_OPERANDS_MAX) {
      throw new InvalidStatementException(
          "The IN operator is provided with too many operands; number of operands: "
              + options.size());
    }
    options.forEach(option -> requireDistinct("IN", value, option));
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
      throw wrongOperandCount("IN", 1);
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
        return binary(call.name(), operand(arguments.getFirst()), operand(arguments.get(1)));
      case "size":
        throw notACondition(call);
      default:
        throw unrecognized(call);
    }
  }

  private static Condition binary(String function, Operand first, Operand second) {
    requireDistinct(function, first, second);
    return switch (function) {
      case "attribute_type" -> new Condition.AttributeTypeIs(first, typeCode(second));
      case "begins_with" -> {
        requireStringOrBinary(first);
        requireStringOrBinary(second);
        yield new Condition.BeginsWith(first, second);
      }
      default -> new Condition.Contains(first, second);
    };
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
    Operand of = operand(call.arguments().getFirst());
    if (of instanceof Operand.Size) {
      throw wrongOperandType("size", "N");
    }
    if (of instanceof Operand.Constant(AttributeValue value)
        && (value instanceof AttributeValue.N
            || value instanceof AttributeValue.Bool
            || value instanceof AttributeValue.Null)) {
      throw wrongOperandType("size", value.typeCode());
    }
    return new Operand.Size(of);
  }

  static InvalidStatementException unrecognized(Expression.Call call) {
    return new InvalidStatementException(
        "Unrecognized function: " + call.name() + " at " + call.position());
  }

  private static void requireCount(Expression.Call call, int due) {
    if (call.arguments().size() != due) {
      throw wrongOperandCount(call.name(), call.arguments().size());
    }
  }

  private static InvalidStatementException wrongOperandCount(String function, int count) {
    return new InvalidStatementException(
        "Incorrect number of operands for operator or function; operator or function: "
            + function
            + ", number of operands: "
            + count);
  }

  private static InvalidStatementException wrongOperandType(String operator, String type) {
    return new InvalidStatementException(
        "Incorrect operand type for operator or function; operator or function: "
            + operator
            + ", operand type: "
            + type);
  }

  private static DocumentPath requirePath(String operator, Expression expression) {
    if (expression instanceof Expression.Path path) {
      return PathText.toDocumentPath(path);
    }
    throw new InvalidStatementException(
        "Operator or function requires a document path; operator or function: " + operator);
  }

  private static String typeCode(Operand operand) {
    return switch (operand) {
      case Operand.Constant(AttributeValue.S(String code)) -> {
        if (!TYPES.contains(code)) {
          throw new InvalidStatementException(
              "Invalid attribute type name found; type: " + code + ", valid types: " + TYPE_CODES);
        }
        yield code;
      }
      case Operand.Constant constant ->
          throw wrongOperandType("attribute_type", constant.value().typeCode());
      case Operand.Size ignored -> throw wrongOperandType("attribute_type", "N");
      case Operand.Attribute ignored -> throw wrongOperandType("attribute_type", TYPE_CODES);
    };
  }

  private static void requireStringOrBinary(Operand operand) {
    switch (operand) {
      case Operand.Constant(AttributeValue value) -> {
        if (!(value instanceof AttributeValue.S) && !(value instanceof AttributeValue.B)) {
          throw wrongOperandType("begins_with", value.typeCode());
        }
      }
      case Operand.Size ignored -> throw wrongOperandType("begins_with", "N");
      case Operand.Attribute ignored -> {}
    }
  }

  private static void requireOrdered(String operator, Operand operand) {
    if (operand instanceof Operand.Constant(AttributeValue value)
        && !(value instanceof AttributeValue.S
            || value instanceof AttributeValue.N
            || value instanceof AttributeValue.B)) {
      throw wrongOperandType(operator, value.typeCode());
    }
  }

  private static void requireDistinct(String operator, Operand first, Operand other) {
    if (first instanceof Operand.Attribute(DocumentPath path) && first.equals(other)) {
      throw new InvalidStatementException(
          "The first operand must be distinct from the remaining operands for this operator or"
              + " function; operator: "
              + operator
              + ", first operand: "
              + path);
    }
  }
}
