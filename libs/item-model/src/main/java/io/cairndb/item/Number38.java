package io.cairndb.item;

import java.math.BigDecimal;

/** A DynamoDB number: up to 38 significant digits, magnitude 1E-130 to 9.99E+125. Immutable. */
public record Number38(BigDecimal value) implements Comparable<Number38> {

  @Override
  public int compareTo(Number38 other) {
    return value.compareTo(other.value);
  }
}
