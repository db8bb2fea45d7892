package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.schema.KeySchema;
import java.util.List;

/**
 * What a query asks of key attributes, valid in form but not yet held against a key. DynamoDB looks
 * at the table between the two steps.
 */
public record KeyPredicates(List<Predicate> predicates) {
  /** Four partition and four sort attributes. */
  private static final int PREDICATES_MAX = 8;

  public KeyPredicates {
    predicates = List.copyOf(predicates);
  }

  /** The comparisons a key allows. */
  public enum Operator {
    EQ(1),
    LT(1),
    LE(1),
    GT(1),
    GE(1),
    BETWEEN(2),
    BEGINS_WITH(1),
    /** A comparison of the older parameters that no key supports, with any operands. */
    NOT_INDEXABLE(-1);

    private final int operands;

    Operator(int operands) {
      this.operands = operands;
    }
  }

  /** One attribute, compared with constants. */
  public record Predicate(String attribute, Operator operator, List<AttributeValue> operands) {
    public Predicate {
      operands = List.copyOf(operands);
      if (operator != Operator.NOT_INDEXABLE && operands.size() != operator.operands) {
        throw new IllegalArgumentException(operator + " with " + operands.size() + " operands");
      }
    }

    AttributeValue operand() {
      return operands.getFirst();
    }
  }

  /**
   * Checks that there is a sensible number of predicates.
   *
   * @throws InvalidExpressionException when there is none, or more than any key has attributes
   */
  public static KeyPredicates checked(List<Predicate> predicates) {
    if (predicates.isEmpty() || predicates.size() > PREDICATES_MAX) {
      throw new InvalidExpressionException("Conditions can be of length 1 or 2 only");
    }
    return new KeyPredicates(predicates);
  }

  static KeyPredicates of(Condition condition) {
    return checked(KeyPredicateReader.read(condition));
  }

  /**
   * Holds the predicates against the key of a table or index.
   *
   * @throws InvalidExpressionException when they do not select one partition and at most a range of
   *     it
   */
  public KeyCondition forKey(KeySchema key) {
    return new KeyMatcher(this, key).match();
  }
}
