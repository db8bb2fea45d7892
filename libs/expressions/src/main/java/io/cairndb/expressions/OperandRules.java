package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What operands may stand in which place of a condition, and DynamoDB's texts for those that may
 * not. Every language of conditions has these rules; each gives the exception that carries a text.
 * Immutable and thread-safe.
 */
public final class OperandRules {
  private static final int IN_OPERANDS_MAX = 100;
  private static final Set<String> TYPES =
      Set.of("B", "NULL", "SS", "BOOL", "L", "BS", "N", "NS", "S", "M");

  private final Function<String, ? extends RuntimeException> failure;
  private final String typeCodes;
  private final String anyType;

  /**
   * The rules of one language.
   *
   * @param failure makes the exception for a text
   * @param typeCodes all types in braces, in the order in which messages list the valid ones
   * @param anyType the same, in the order in which messages name the type of an attribute
   */
  public OperandRules(
      Function<String, ? extends RuntimeException> failure, String typeCodes, String anyType) {
    this.failure = failure;
    this.typeCodes = typeCodes;
    this.anyType = anyType;
  }

  /** A comparison of operands already bound. */
  public Condition compare(String symbol, Operand left, Operand right) {
    Comparator comparator = Comparator.ofSymbol(symbol);
    requireDistinct(symbol, left, right);
    if (comparator.isOrdering()) {
      requireOrdered(symbol, left);
      requireOrdered(symbol, right);
    }
    return new Condition.Compare(comparator, left, right);
  }

  /** A range, whose constant bounds must be of one type and in order. */
  public Condition between(Operand value, Operand low, Operand high) {
    if (low instanceof Operand.Constant(AttributeValue from)
        && high instanceof Operand.Constant(AttributeValue to)
        && !from.typeCode().equals(to.typeCode())) {
      throw invalidRange("same data type for lower and upper bounds", from, to);
    }
    requireOrdered("BETWEEN", value);
    requireOrdered("BETWEEN", low);
    requireOrdered("BETWEEN", high);
    if (low instanceof Operand.Constant(AttributeValue from)
        && high instanceof Operand.Constant(AttributeValue to)
        && Values.compare(from, to) > 0) {
      throw invalidRange("upper bound to be greater than or equal to lower bound", from, to);
    }
    return new Condition.Between(value, low, high);
  }

  private RuntimeException invalidRange(String need, AttributeValue from, AttributeValue to) {
    return failure.apply(
        "The BETWEEN operator requires "
            + need
            + "; lower bound operand: "
            + Values.describe(from)
            + ", upper bound operand: "
            + Values.describe(to));
  }

  /** The options of IN: not too many, and none that is the value itself. */
  public void requireOptions(Operand value, List<Operand> options) {
    if (options.size() > IN_OPERANDS_MAX) {
      throw failure.apply(
          "The IN operator is provided with too many operands; number of operands: "
              + options.size());
    }
    for (Operand option : options) {
      requireDistinct("IN", value, option);
    }
  }

  /**
   * A predicate of two operands.
   *
   * @param function {@code attribute_type}, {@code begins_with} or {@code contains}
   */
  public Condition predicate(String function, Operand first, Operand second) {
    requireDistinct(function, first, second);
    return switch (function) {
      case "attribute_type" -> new Condition.AttributeTypeIs(first, typeCode(second));
      case "begins_with" -> {
        requireStringOrBinary(first);
        requireStringOrBinary(second);
        yield new Condition.BeginsWith(first, second);
      }
      case "contains" -> new Condition.Contains(first, second);
      default -> throw new IllegalArgumentException("not a predicate: " + function);
    };
  }

  /** The size of an operand that has one. */
  public Operand size(Operand of) {
    if (of instanceof Operand.Size) {
      throw wrongType("size", "N");
    }
    if (of instanceof Operand.Constant(AttributeValue value) && Values.size(value) == null) {
      throw wrongType("size", value.typeCode());
    }
    return new Operand.Size(of);
  }

  /** For a function that got more or fewer operands than it takes. */
  public RuntimeException wrongCount(String function, int count) {
    return failure.apply(
        "Incorrect number of operands for operator or function; operator or function: "
            + function
            + ", number of operands: "
            + count);
  }

  /** For an operand of a type that its operator or function cannot do anything with. */
  public RuntimeException wrongType(String operator, String type) {
    return failure.apply(
        "Incorrect operand type for operator or function; operator or function: "
            + operator
            + ", operand type: "
            + type);
  }

  /** For a function of attributes that got something else. */
  public RuntimeException pathRequired(String function) {
    return failure.apply(
        "Operator or function requires a document path; operator or function: " + function);
  }

  private String typeCode(Operand operand) {
    return switch (operand) {
      case Operand.Constant(AttributeValue.S(String code)) -> {
        if (!TYPES.contains(code)) {
          throw failure.apply(
              "Invalid attribute type name found; type: " + code + ", valid types: " + typeCodes);
        }
        yield code;
      }
      case Operand.Constant constant ->
          throw wrongType("attribute_type", constant.value().typeCode());
      case Operand.Size ignored -> throw wrongType("attribute_type", "N");
      case Operand.Attribute ignored -> throw wrongType("attribute_type", anyType);
    };
  }

  private void requireStringOrBinary(Operand operand) {
    switch (operand) {
      case Operand.Constant(AttributeValue value) -> {
        if (!(value instanceof AttributeValue.S) && !(value instanceof AttributeValue.B)) {
          throw wrongType("begins_with", value.typeCode());
        }
      }
      case Operand.Size ignored -> throw wrongType("begins_with", "N");
      case Operand.Attribute ignored -> {}
    }
  }

  private void requireOrdered(String operator, Operand operand) {
    if (operand instanceof Operand.Constant(AttributeValue value) && !Values.isOrdered(value)) {
      throw wrongType(operator, value.typeCode());
    }
  }

  private void requireDistinct(String operator, Operand first, Operand other) {
    if (first instanceof Operand.Attribute(DocumentPath path) && first.equals(other)) {
      throw failure.apply(
          "The first operand must be distinct from the remaining operands for this operator or"
              + " function; operator: "
              + operator
              + ", first operand: "
              + path);
    }
  }
}
