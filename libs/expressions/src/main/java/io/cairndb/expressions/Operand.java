package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;

/** A side of a comparison, or an argument of a function. */
public sealed interface Operand {

  /** The value found at a path; absent when the item has none there. */
  record Attribute(DocumentPath path) implements Operand {}

  /** A value the request brought. */
  record Constant(AttributeValue value) implements Operand {}

  /**
   * The function {@code size}: characters of a string, bytes of a binary, elements of a set, list
   * or map; absent for other types.
   */
  record Size(Operand of) implements Operand {}

  static Operand attribute(String name) {
    return new Attribute(DocumentPath.ofAttribute(name));
  }
}
