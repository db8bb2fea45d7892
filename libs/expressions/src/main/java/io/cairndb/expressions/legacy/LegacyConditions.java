package io.cairndb.expressions.legacy;

import io.cairndb.expressions.Comparator;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.Document;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.InvalidExpressionException;
import io.cairndb.expressions.Operand;
import io.cairndb.item.AttributeValue;
import java.util.List;

/** Conditions of the form attribute, operator, arguments. */
final class LegacyConditions {
  private static final String INVALID = "One or more parameter values were invalid: ";

  private LegacyConditions() {}

  static Condition condition(
      String name, ComparisonOperator operator, List<AttributeValue> arguments) {
    requireValid(operator, arguments);
    DocumentPath path = DocumentPath.ofAttribute(name);
    Operand attribute = new Operand.Attribute(path);
    return switch (operator) {
      case EQ -> compare(Comparator.EQ, attribute, arguments);
      case NE -> compare(Comparator.NE, attribute, arguments);
      case LT -> compare(Comparator.LT, attribute, arguments);
      case LE -> compare(Comparator.LE, attribute, arguments);
      case GT -> compare(Comparator.GT, attribute, arguments);
      case GE -> compare(Comparator.GE, attribute, arguments);
      case NULL -> new Condition.AttributeNotExists(path);
      case NOT_NULL -> new Condition.AttributeExists(path);
      case CONTAINS -> new Condition.Contains(attribute, constant(arguments, 0));
      case NOT_CONTAINS ->
          new Condition.Not(new Condition.Contains(attribute, constant(arguments, 0)));
      case BEGINS_WITH -> new Condition.BeginsWith(attribute, constant(arguments, 0));
      case BETWEEN ->
          new Condition.Between(attribute, constant(arguments, 0), constant(arguments, 1));
      case IN ->
          new Condition.In(
              attribute, arguments.stream().<Operand>map(Operand.Constant::new).toList());
    };
  }

  private static Condition compare(
      Comparator comparator, Operand attribute, List<AttributeValue> arguments) {
    return new Condition.Compare(comparator, attribute, constant(arguments, 0));
  }

  private static Operand constant(List<AttributeValue> arguments, int index) {
    return new Operand.Constant(arguments.get(index));
  }

  /** Checks number, agreement, types and order of the arguments, in DynamoDB's order. */
  static void requireValid(ComparisonOperator operator, List<AttributeValue> arguments) {
    if (!operator.takes(arguments.size())) {
      throw new InvalidExpressionException(
          INVALID + "Invalid number of argument(s) for the " + operator + " ComparisonOperator");
    }
    for (AttributeValue argument : arguments) {
      if (!argument.typeCode().equals(arguments.getFirst().typeCode())) {
        throw new InvalidExpressionException(
            INVALID + "AttributeValues inside AttributeValueList must be of same type");
      }
    }
    if (!arguments.isEmpty() && !fits(operator, arguments.getFirst())) {
      throw new InvalidExpressionException(
          INVALID
              + "ComparisonOperator "
              + operator
              + " is not valid for "
              + arguments.getFirst().typeCode()
              + " AttributeValue type");
    }
    if (operator == ComparisonOperator.BETWEEN && descends(arguments)) {
      throw new InvalidExpressionException(
          "The BETWEEN condition was provided a range where the lower bound is greater than the"
              + " upper bound");
    }
  }

  private static boolean fits(ComparisonOperator operator, AttributeValue argument) {
    return switch (operator) {
      case EQ, NE, NULL, NOT_NULL -> true;
      case LT, LE, GT, GE, IN, BETWEEN -> isScalar(argument);
      case CONTAINS, NOT_CONTAINS ->
          isScalar(argument)
              || argument instanceof AttributeValue.Bool
              || argument instanceof AttributeValue.Null;
      case BEGINS_WITH ->
          argument instanceof AttributeValue.S || argument instanceof AttributeValue.B;
    };
  }

  private static boolean isScalar(AttributeValue value) {
    return value instanceof AttributeValue.S
        || value instanceof AttributeValue.N
        || value instanceof AttributeValue.B;
  }

  private static boolean descends(List<AttributeValue> bounds) {
    Operand low = new Operand.Constant(bounds.get(0));
    Operand high = new Operand.Constant(bounds.get(1));
    return new Condition.Compare(Comparator.GT, low, high).matches(Document.ABSENT);
  }
}
