package io.cairndb.expressions;

import io.cairndb.expressions.KeyCondition.SortRange;
import io.cairndb.expressions.KeyPredicates.Operator;
import io.cairndb.expressions.KeyPredicates.Predicate;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds key predicates against a key: equality on every partition attribute, then equality on
 * leading sort attributes, then at most one range on the sort attribute after those.
 */
final class KeyMatcher {
  private static final int PARTITION_BYTES_MAX = 2048;
  private static final int SORT_BYTES_MAX = 1024;

  private final KeySchema key;
  private final Map<String, Predicate> byAttribute = new LinkedHashMap<>();

  KeyMatcher(KeyPredicates predicates, KeySchema key) {
    this.key = key;
    predicates.predicates().forEach(p -> byAttribute.put(p.attribute(), p));
  }

  KeyCondition match() {
    List<AttributeValue> partition = new ArrayList<>(key.partition().size());
    for (KeyAttribute attribute : key.partition()) {
      Predicate predicate = take(attribute);
      if (predicate.operator() != Operator.EQ) {
        throw notSupported();
      }
      partition.add(predicate.operand());
    }
    requireKeyAttributes();
    List<AttributeValue> prefix = new ArrayList<>(key.sort().size());
    Optional<SortRange> range = Optional.empty();
    for (Predicate predicate : sortPredicates()) {
      if (predicate.operator() == Operator.EQ) {
        prefix.add(predicate.operand());
      } else {
        range = Optional.of(range(predicate));
      }
    }
    return new KeyCondition(partition, prefix, range);
  }

  /** Besides the partition attributes there must be nothing but sort attributes. */
  private void requireKeyAttributes() {
    int attributes = key.partition().size() + key.sort().size();
    if (byAttribute.size() > attributes) {
      throw new InvalidExpressionException(
          "The number of query conditions ("
              + byAttribute.size()
              + ") exceeds the number of key attributes defined in the schema ("
              + attributes
              + ")");
    }
    long known = key.sort().stream().filter(this::isNamed).count();
    if (key.partition().size() + known < byAttribute.size()) {
      key.sort().forEach(this::take);
    }
  }

  /** The leading sort attributes that are named; all but the last of them by equality. */
  private List<Predicate> sortPredicates() {
    int end = key.sort().size();
    while (end > 0 && !isNamed(key.sort().get(end - 1))) {
      end--;
    }
    List<Predicate> predicates = new ArrayList<>(end);
    List<String> loose = new ArrayList<>();
    for (KeyAttribute attribute : key.sort().subList(0, end)) {
      if (isNamed(attribute)) {
        predicates.add(take(attribute));
      }
      if (!isNamed(attribute) || predicates.getLast().operator() != Operator.EQ) {
        loose.add(attribute.name());
      }
    }
    if (end > 0) {
      String last = key.sort().get(end - 1).name();
      loose.remove(last);
      if (!loose.isEmpty()) {
        throw new InvalidExpressionException(
            "RANGE key attributes "
                + String.join(", ", loose)
                + " must have equality conditions specified in the query because a condition is"
                + " present on key attribute "
                + last);
      }
    }
    return predicates;
  }

  private boolean isNamed(KeyAttribute attribute) {
    return byAttribute.containsKey(attribute.name());
  }

  private Predicate take(KeyAttribute attribute) {
    Predicate predicate = byAttribute.get(attribute.name());
    if (predicate == null) {
      throw new InvalidExpressionException(
          "Query condition missed key schema element: " + attribute.name());
    }
    if (predicate.operator() == Operator.NOT_INDEXABLE) {
      throw new InvalidExpressionException(
          "Attempted conditional constraint is not an indexable operation");
    }
    requireFitting(attribute, predicate);
    return predicate;
  }

  private void requireFitting(KeyAttribute attribute, Predicate predicate) {
    for (AttributeValue operand : predicate.operands()) {
      if (!operand.typeCode().equals(attribute.type().name())
          || (predicate.operator() == Operator.BEGINS_WITH
              && operand instanceof AttributeValue.N)) {
        throw new InvalidExpressionException(
            "One or more parameter values were invalid: Condition parameter type does not match"
                + " schema type");
      }
      requireSize(attribute, operand);
    }
  }

  private void requireSize(KeyAttribute attribute, AttributeValue operand) {
    int bytes =
        switch (operand) {
          case AttributeValue.S text -> text.value().getBytes(StandardCharsets.UTF_8).length;
          case AttributeValue.B binary -> binary.value().length();
          default -> 1;
        };
    if (bytes == 0) {
      throw new InvalidExpressionException(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty "
              + (operand instanceof AttributeValue.S ? "string" : "binary")
              + " value. Key: "
              + attribute.name());
    }
    boolean partition = key.partition().contains(attribute);
    if (partition && bytes > PARTITION_BYTES_MAX) {
      throw new InvalidExpressionException(
          "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size"
              + " limit of2048 bytes");
    }
    if (!partition && bytes > SORT_BYTES_MAX) {
      throw new InvalidExpressionException(
          "One or more parameter values were invalid: Aggregated size of all range keys has"
              + " exceeded the size limit of 1024 bytes");
    }
  }

  private static SortRange range(Predicate predicate) {
    AttributeValue operand = predicate.operand();
    return switch (predicate.operator()) {
      case EQ, NOT_INDEXABLE ->
          throw new IllegalArgumentException(predicate.operator() + " is no range");
      case LT -> new SortRange.Below(operand, false);
      case LE -> new SortRange.Below(operand, true);
      case GT -> new SortRange.Above(operand, false);
      case GE -> new SortRange.Above(operand, true);
      case BETWEEN -> new SortRange.Within(operand, predicate.operands().get(1));
      case BEGINS_WITH -> new SortRange.StartingWith(operand);
    };
  }

  private static InvalidExpressionException notSupported() {
    return new InvalidExpressionException("Query key condition not supported");
  }
}
