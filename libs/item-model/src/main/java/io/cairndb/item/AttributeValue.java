package io.cairndb.item;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  record Ss(Set<String> value) implements AttributeValue {
    public Ss {
      value = Collections.unmodifiableSet(new LinkedHashSet<>(value));
    }
  }

  record Ns(Set<Number38> value) implements AttributeValue {
    public Ns {
      value = Collections.unmodifiableSet(new LinkedHashSet<>(value));
    }
  }

  record Bs(Set<Bytes> value) implements AttributeValue {
    public Bs {
      value = Collections.unmodifiableSet(new LinkedHashSet<>(value));
    }
  }

  record L(List<AttributeValue> value) implements AttributeValue {
    public L {
      value = List.copyOf(value);
    }
  }

  /** Nested map; insertion order is kept, equality ignores it. */
  record M(Map<String, AttributeValue> value) implements AttributeValue {
    public M {
      value = Collections.unmodifiableMap(new LinkedHashMap<>(value));
    }
  }

  default ValueType type() {
    return switch (this) {
      case S ignored -> ValueType.S;
      case N ignored -> ValueType.N;
      case B ignored -> ValueType.B;
      case Bool ignored -> ValueType.BOOL;
      case Null ignored -> ValueType.NULL;
      case Ss ignored -> ValueType.SS;
      case Ns ignored -> ValueType.NS;
      case Bs ignored -> ValueType.BS;
      case L ignored -> ValueType.L;
      case M ignored -> ValueType.M;
    };
  }

  /** The type code used on the wire and by {@code attribute_type}: S, N, B, BOOL, NULL, SS, … */
  default String typeCode() {
    return type().code();
  }

  /** Bytes this value counts for against the item size limit, without an attribute name. */
  default int sizeInBytes() {
    return ValueSize.of(this);
  }
}
