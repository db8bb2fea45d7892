package io.cairndb.expressions;

import java.util.List;
import java.util.function.Consumer;

/** A predicate on an item: a condition or a filter, with every name and value in place. */
public sealed interface Condition {

  record And(List<Condition> terms) implements Condition {
    public And {
      terms = List.copyOf(terms);
    }
  }

  record Or(List<Condition> terms) implements Condition {
    public Or {
      terms = List.copyOf(terms);
    }
  }

  record Not(Condition term) implements Condition {}

  record Compare(Comparator comparator, Operand left, Operand right) implements Condition {}

  /** Both bounds included. */
  record Between(Operand value, Operand low, Operand high) implements Condition {}

  record In(Operand value, List<Operand> options) implements Condition {
    public In {
      options = List.copyOf(options);
    }
  }

  record AttributeExists(DocumentPath path) implements Condition {}

  record AttributeNotExists(DocumentPath path) implements Condition {}

  /**
   * @param typeCode as in {@link io.cairndb.item.AttributeValue#typeCode()}
   */
  record AttributeTypeIs(Operand value, String typeCode) implements Condition {}

  record BeginsWith(Operand value, Operand prefix) implements Condition {}

  /** A substring of a string, a run of bytes of a binary, an element of a set or list. */
  record Contains(Operand value, Operand element) implements Condition {}

  /**
   * Evaluates the condition. Where types do not fit or attributes are absent, comparisons and
   * functions are false ({@code <>} is true); nothing is thrown.
   */
  default boolean matches(Document document) {
    return ConditionEvaluator.matches(this, document);
  }

  /** Hands every path in the condition to {@code visitor}, from left to right. */
  default void forEachPath(Consumer<DocumentPath> visitor) {
    ConditionPaths.visit(this, visitor);
  }
}
