package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;

/** One change to an item. */
public sealed interface UpdateAction {
  DocumentPath path();

  record Set(DocumentPath path, UpdateValue value) implements UpdateAction {}

  record Remove(DocumentPath path) implements UpdateAction {}

  /** Adds a number to a number, or elements to a set; creates what is not there. */
  record Add(DocumentPath path, AttributeValue value) implements UpdateAction {}

  /** Removes elements from a set. */
  record Delete(DocumentPath path, AttributeValue value) implements UpdateAction {}
}
