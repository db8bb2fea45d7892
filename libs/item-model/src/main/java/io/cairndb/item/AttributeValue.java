package io.cairndb.item;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One attribute's value, decoded. Immutable; collections keep the order in which they were written.
 * Two sets are equal when they hold the same elements in any order, as in DynamoDB.
 */
public sealed interface AttributeValue {

  record S(String value) implements AttributeValue {}

  record N(Number38 value) implements AttributeValue {}

  record B(Bytes value) implements AttributeValue {}

  record Bool(boolean value) implements AttributeValue {}

  /** DynamoDB's {@code NULL}. */
  record Null() implements AttributeValue {}

  /** A set of strings: not empty, no duplicates (the codec that reads the wire enforces both). */
  record Ss(Set<String> value) implements AttributeValue {}

  record Ns(Set<Number38> value) implements AttributeValue {}

  record Bs(Set<Bytes> value) implements AttributeValue {}

  record L(List<AttributeValue> value) implements AttributeValue {
    public L {
      value = List.copyOf(value);
    }
  }

  /** Nested map; insertion order is kept, equality ignores it. */
  record M(Map<String, AttributeValue> value) implements AttributeValue {}

  /** The type code used on the wire and by {@code attribute_type}: S, N, B, BOOL, NULL, SS, … */
  default String typeCode() {
    return switch (this) {
      case S ignored -> "S";
      case N ignored -> "N";
      case B ignored -> "B";
      case Bool ignored -> "BOOL";
      case Null ignored -> "NULL";
      case Ss ignored -> "SS";
      case Ns ignored -> "NS";
      case Bs ignored -> "BS";
      case L ignored -> "L";
      case M ignored -> "M";
    };
  }
}
