package io.cairndb.router.core.partiql;

import io.cairndb.expressions.Comparator;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.Operand;
import io.cairndb.item.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The terms that must all hold for a condition to hold. */
final class Conjuncts {
  private Conjuncts() {}

  static List<Condition> of(Optional<Condition> where) {
    List<Condition> terms = new ArrayList<>();
    where.ifPresent(condition -> collect(condition, terms));
    return terms;
  }

  private static void collect(Condition condition, List<Condition> into) {
    if (condition instanceof Condition.And and) {
      and.terms().forEach(term -> collect(term, into));
    } else {
      into.add(condition);
    }
  }

  /** The condition that all terms hold; empty when there are none. */
  static Optional<Condition> join(List<Condition> terms) {
    return switch (terms.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(terms.getFirst());
      default -> Optional.of(new Condition.And(terms));
    };
  }

  /** What the attribute is compared with; null unless the term is such a comparison. */
  static @Nullable AttributeValue compared(
      Condition term, String attribute, Comparator comparator) {
    if (term instanceof Condition.Compare(Comparator given, Operand left, Operand right)) {
      if (given == comparator
          && isAttribute(left, attribute)
          && right instanceof Operand.Constant(AttributeValue value)) {
        return value;
      }
      if (given.mirrored() == comparator
          && isAttribute(right, attribute)
          && left instanceof Operand.Constant(AttributeValue value)) {
        return value;
      }
    }
    return null;
  }

  static boolean isAttribute(Operand operand, String attribute) {
    return operand instanceof Operand.Attribute(DocumentPath path)
        && !path.isNested()
        && path.root().equals(attribute);
  }
}
