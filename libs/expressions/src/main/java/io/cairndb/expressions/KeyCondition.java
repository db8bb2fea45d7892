package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a table or index a query reads.
 *
 * @param partition a value for each partition attribute, in the order of the key
 * @param sortPrefix values for leading sort attributes, in the order of the key; may be all of them
 *     or none
 * @param range what is asked of the sort attribute after those, when anything is
 */
public record KeyCondition(
    List<AttributeValue> partition, List<AttributeValue> sortPrefix, Optional<SortRange> range) {
  public KeyCondition {
    partition = List.copyOf(partition);
    sortPrefix = List.copyOf(sortPrefix);
  }

  /** A range of one sort attribute. */
  public sealed interface SortRange {

    /** Less than the bound, or equal to it when it is included. */
    record Below(AttributeValue bound, boolean inclusive) implements SortRange {}

    /** Greater than the bound, or equal to it when it is included. */
    record Above(AttributeValue bound, boolean inclusive) implements SortRange {}

    /** Both bounds included. */
    record Within(AttributeValue low, AttributeValue high) implements SortRange {}

    /** Strings or binaries that begin so. */
    record StartingWith(AttributeValue prefix) implements SortRange {}
  }
}
