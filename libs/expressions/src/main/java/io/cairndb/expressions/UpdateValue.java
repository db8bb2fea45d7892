package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;

/** The right side of a SET: computed from the item as it was before the update. */
public sealed interface UpdateValue {

  /** The value at a path, which must exist. */
  record Attribute(DocumentPath path) implements UpdateValue {}

  record Constant(AttributeValue value) implements UpdateValue {}

  /** The value at the path, or the fallback when there is none. */
  record IfNotExists(DocumentPath path, UpdateValue fallback) implements UpdateValue {}

  /** Two lists, end to end. */
  record ListAppend(UpdateValue first, UpdateValue second) implements UpdateValue {}

  record Plus(UpdateValue left, UpdateValue right) implements UpdateValue {}

  record Minus(UpdateValue left, UpdateValue right) implements UpdateValue {}
}
