package io.cairndb.router.core.partiql;

import io.cairndb.expressions.Comparator;
import io.cairndb.expressions.Condition;
import io.cairndb.expressions.KeyCondition;
import io.cairndb.expressions.KeyCondition.SortRange;
import io.cairndb.expressions.Operand;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The item collections a condition is confined to, by which a read need not be a scan.
 *
 * @param partitions values of the partition attribute, in the order of the condition
 * @param sortPrefix the value of the sort attribute, when only one is wanted
 * @param range what is asked of the sort attribute otherwise
 * @param keyed whether a term of the condition, and not only its branches, names the partitions
 * @param filter what is left to be asked of items
 */
public record KeySelection(
    List<AttributeValue> partitions,
    List<AttributeValue> sortPrefix,
    Optional<SortRange> range,
    boolean keyed,
    Optional<Condition> filter) {
  public KeySelection {
    partitions = List.copyOf(partitions);
    sortPrefix = List.copyOf(sortPrefix);
  }

  /**
   * Empty when the condition is not confined to certain partitions, or the key has several
   * partition attributes.
   */
  public static Optional<KeySelection> of(KeySchema key, Optional<Condition> where) {
    if (key.partition().size() > 1 || key.sort().size() > 1) {
      return Optional.empty();
    }
    String partition = key.partition().getFirst().name();
    List<Condition> rest = new ArrayList<>(Conjuncts.of(where));
    Set<AttributeValue> values = null;
    boolean keyed = false;
    for (Condition term : List.copyOf(rest)) {
      Set<AttributeValue> allowed = allowed(term, partition);
      if (allowed != null) {
        values = values == null ? allowed : common(values, allowed);
        if (!(term instanceof Condition.Or)) {
          keyed = true;
          rest.remove(term);
        }
      }
    }
    if (values == null) {
      return Optional.empty();
    }
    List<AttributeValue> sortPrefix = new ArrayList<>();
    Optional<SortRange> range = Optional.empty();
    if (key.hasSort()) {
      range = takeSort(key.sort().getFirst(), rest, sortPrefix);
    }
    return Optional.of(
        new KeySelection(List.copyOf(values), sortPrefix, range, keyed, Conjuncts.join(rest)));
  }

  /** The read of one of the partitions. */
  public KeyCondition of(AttributeValue partition) {
    return new KeyCondition(List.of(partition), sortPrefix, range);
  }

  /** The values an attribute may have where the condition holds; null when any. */
  private static @Nullable Set<AttributeValue> allowed(Condition condition, String attribute) {
    AttributeValue equal = Conjuncts.compared(condition, attribute, Comparator.EQ);
    if (equal != null) {
      return Set.of(equal);
    }
    return switch (condition) {
      case Condition.In in -> options(in, attribute);
      case Condition.Or or -> united(or.terms(), attribute);
      case Condition.And and -> intersected(and.terms(), attribute);
      default -> null;
    };
  }

  private static @Nullable Set<AttributeValue> options(Condition.In in, String attribute) {
    if (!Conjuncts.isAttribute(in.value(), attribute)) {
      return null;
    }
    Set<AttributeValue> values = new LinkedHashSet<>();
    for (Operand option : in.options()) {
      if (!(option instanceof Operand.Constant(AttributeValue value))) {
        return null;
      }
      values.add(value);
    }
    return values;
  }

  private static @Nullable Set<AttributeValue> united(List<Condition> terms, String attribute) {
    Set<AttributeValue> values = new LinkedHashSet<>();
    for (Condition term : terms) {
      Set<AttributeValue> allowed = allowed(term, attribute);
      if (allowed == null) {
        return null;
      }
      values.addAll(allowed);
    }
    return values;
  }

  private static @Nullable Set<AttributeValue> intersected(
      List<Condition> terms, String attribute) {
    Set<AttributeValue> values = null;
    for (Condition term : terms) {
      Set<AttributeValue> allowed = allowed(term, attribute);
      if (allowed != null) {
        values = values == null ? allowed : common(values, allowed);
      }
    }
    return values;
  }

  private static Set<AttributeValue> common(Set<AttributeValue> one, Set<AttributeValue> two) {
    Set<AttributeValue> common = new LinkedHashSet<>(one);
    common.retainAll(two);
    return common;
  }

  /** Takes the first term that is a range of the sort attribute. */
  private static Optional<SortRange> takeSort(
      KeyAttribute sort, List<Condition> terms, List<AttributeValue> exact) {
    for (Condition term : terms) {
      AttributeValue equal = Conjuncts.compared(term, sort.name(), Comparator.EQ);
      if (equal != null && fits(equal, sort)) {
        terms.remove(term);
        exact.add(equal);
        return Optional.empty();
      }
    }
    for (Condition term : terms) {
      SortRange range = range(term, sort);
      if (range != null) {
        terms.remove(term);
        return Optional.of(range);
      }
    }
    return Optional.empty();
  }

  private static @Nullable SortRange range(Condition term, KeyAttribute sort) {
    if (term instanceof Condition.Between(Operand value, Operand low, Operand high)
        && Conjuncts.isAttribute(value, sort.name())
        && low instanceof Operand.Constant(AttributeValue from)
        && high instanceof Operand.Constant(AttributeValue to)
        && fits(from, sort)
        && fits(to, sort)) {
      return new SortRange.Within(from, to);
    }
    if (term instanceof Condition.BeginsWith(Operand value, Operand prefix)
        && Conjuncts.isAttribute(value, sort.name())
        && prefix instanceof Operand.Constant(AttributeValue start)
        && fits(start, sort)) {
      return new SortRange.StartingWith(start);
    }
    for (Comparator comparator : Comparator.values()) {
      AttributeValue bound = Conjuncts.compared(term, sort.name(), comparator);
      if (bound != null && comparator.isOrdering() && fits(bound, sort)) {
        return switch (comparator) {
          case LT -> new SortRange.Below(bound, false);
          case LE -> new SortRange.Below(bound, true);
          case GT -> new SortRange.Above(bound, false);
          case GE -> new SortRange.Above(bound, true);
          case EQ, NE -> null;
        };
      }
    }
    return null;
  }

  private static boolean fits(AttributeValue value, KeyAttribute attribute) {
    return value.typeCode().equals(attribute.type().name());
  }
}
