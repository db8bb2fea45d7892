package io.cairndb.expressions;

import io.cairndb.expressions.KeyPredicates.Operator;
import io.cairndb.expressions.KeyPredicates.Predicate;
import io.cairndb.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads key predicates out of a condition, refusing what a key condition cannot say. */
final class KeyPredicateReader {
  private static final String INVALID = "Invalid condition in KeyConditionExpression: ";

  private KeyPredicateReader() {}

  static List<Predicate> read(Condition condition) {
    List<Predicate> result = new ArrayList<>(2);
    read(condition, result);
    return result;
  }

  private static void read(Condition condition, List<Predicate> into) {
    switch (condition) {
      case Condition.And and -> and.terms().forEach(term -> read(term, into));
      case Condition.Compare compare -> into.add(comparison(compare));
      case Condition.Between between ->
          into.add(
              fixed("BETWEEN", Operator.BETWEEN, between.value(), between.low(), between.high()));
      case Condition.BeginsWith begins ->
          into.add(fixed("begins_with", Operator.BEGINS_WITH, begins.value(), begins.prefix()));
      case Condition.Or ignored -> throw invalidOperator("OR");
      case Condition.Not ignored -> throw invalidOperator("NOT");
      case Condition.In ignored -> throw invalidOperator("IN");
      case Condition.AttributeExists ignored -> throw invalidOperator("attribute_exists");
      case Condition.AttributeNotExists ignored -> throw invalidOperator("attribute_not_exists");
      case Condition.AttributeTypeIs ignored -> throw invalidOperator("attribute_type");
      case Condition.Contains ignored -> throw invalidOperator("contains");
    }
    requireOnePerKey(into);
  }

  private static void requireOnePerKey(List<Predicate> predicates) {
    for (int i = 0; i < predicates.size() - 1; i++) {
      if (predicates.get(i).attribute().equals(predicates.getLast().attribute())) {
        throw ExpressionKind.KEY_CONDITION.invalid(
            "KeyConditionExpressions must only contain one condition per key");
      }
    }
  }

  private static Predicate comparison(Condition.Compare compare) {
    Comparator comparator = compare.comparator();
    if (comparator == Comparator.NE) {
      throw invalidOperator(comparator.symbol());
    }
    boolean mirrored = compare.left() instanceof Operand.Constant;
    Operator operator =
        switch (mirrored ? comparator.mirrored() : comparator) {
          case EQ, NE -> Operator.EQ;
          case LT -> Operator.LT;
          case LE -> Operator.LE;
          case GT -> Operator.GT;
          case GE -> Operator.GE;
        };
    return predicate(operator, compare.left(), compare.right());
  }

  /** An operator whose first operand must be the attribute. */
  private static Predicate fixed(String name, Operator operator, Operand... operands) {
    if (operands[0] instanceof Operand.Constant) {
      throw ExpressionKind.KEY_CONDITION.invalid(
          INVALID + name + " operator must have the key attribute as its first operand");
    }
    return predicate(operator, operands);
  }

  private static Predicate predicate(Operator operator, Operand... operands) {
    String attribute = null;
    List<AttributeValue> constants = new ArrayList<>(2);
    for (Operand operand : operands) {
      switch (operand) {
        case Operand.Attribute(DocumentPath path) -> attribute = attribute(attribute, path);
        case Operand.Constant(AttributeValue value) -> constants.add(value);
        case Operand.Size ignored ->
            throw ExpressionKind.KEY_CONDITION.invalid(
                "KeyConditionExpressions cannot contain nested operations");
      }
    }
    if (attribute == null) {
      throw ExpressionKind.KEY_CONDITION.invalid(INVALID + "No key attribute specified");
    }
    return new Predicate(attribute, operator, constants);
  }

  private static String attribute(@Nullable String earlier, DocumentPath path) {
    if (earlier != null) {
      throw ExpressionKind.KEY_CONDITION.invalid(
          INVALID + "Multiple attribute names used in one condition");
    }
    if (path.isNested()) {
      throw ExpressionKind.KEY_CONDITION.invalid(
          "KeyConditionExpressions cannot have conditions on nested attributes");
    }
    return path.root();
  }

  private static InvalidExpressionException invalidOperator(String name) {
    return ExpressionKind.KEY_CONDITION.invalid(
        "Invalid operator used in KeyConditionExpression: " + name);
  }
}
