package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates conditions. Decodes only the attributes that decide the outcome. */
final class ConditionEvaluator {
  private ConditionEvaluator() {}

  static boolean matches(Condition condition, Document document) {
    return switch (condition) {
      case Condition.And and -> all(and.terms(), document);
      case Condition.Or or -> any(or.terms(), document);
      case Condition.Not not -> !matches(not.term(), document);
      case Condition.Compare compare ->
          compare(
              compare.comparator(),
              value(compare.left(), document),
              value(compare.right(), document));
      case Condition.Between between -> between(between, document);
      case Condition.In in -> in(in, document);
      case Condition.AttributeExists exists -> exists.path().exists(document);
      case Condition.AttributeNotExists absent -> !absent.path().exists(document);
      case Condition.AttributeTypeIs type -> {
        AttributeValue value = value(type.value(), document);
        yield value != null && value.typeCode().equals(type.typeCode());
      }
      case Condition.BeginsWith begins -> {
        AttributeValue value = value(begins.value(), document);
        AttributeValue prefix = value(begins.prefix(), document);
        yield value != null && prefix != null && Values.beginsWith(value, prefix);
      }
      case Condition.Contains contains -> {
        AttributeValue value = value(contains.value(), document);
        AttributeValue element = value(contains.element(), document);
        yield value != null && element != null && Values.contains(value, element);
      }
    };
  }

  private static boolean all(List<Condition> terms, Document document) {
    for (Condition term : terms) {
      if (!matches(term, document)) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(List<Condition> terms, Document document) {
    for (Condition term : terms) {
      if (matches(term, document)) {
        return true;
      }
    }
    return false;
  }

  private static boolean compare(
      Comparator comparator, @Nullable AttributeValue left, @Nullable AttributeValue right) {
    if (left == null || right == null) {
      return comparator == Comparator.NE;
    }
    return switch (comparator) {
      case EQ -> Values.equal(left, right);
      case NE -> !Values.equal(left, right);
      case LT -> Values.comparable(left, right) && Values.compare(left, right) < 0;
      case LE -> Values.comparable(left, right) && Values.compare(left, right) <= 0;
      case GT -> Values.comparable(left, right) && Values.compare(left, right) > 0;
      case GE -> Values.comparable(left, right) && Values.compare(left, right) >= 0;
    };
  }

  private static boolean between(Condition.Between between, Document document) {
    AttributeValue value = value(between.value(), document);
    if (value == null) {
      return false;
    }
    return compare(Comparator.GE, value, value(between.low(), document))
        && compare(Comparator.LE, value, value(between.high(), document));
  }

  private static boolean in(Condition.In in, Document document) {
    AttributeValue value = value(in.value(), document);
    if (value == null) {
      return false;
    }
    for (Operand option : in.options()) {
      if (compare(Comparator.EQ, value, value(option, document))) {
        return true;
      }
    }
    return false;
  }

  static @Nullable AttributeValue value(Operand operand, Document document) {
    return switch (operand) {
      case Operand.Attribute attribute -> attribute.path().resolve(document);
      case Operand.Constant constant -> constant.value();
      case Operand.Size size -> {
        AttributeValue of = value(size.of(), document);
        yield of == null ? null : Values.size(of);
      }
    };
  }
}
