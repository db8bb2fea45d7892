package io.cairndb.item.schema;

/** The types a key attribute may have. */
public enum ScalarType {
  S,
  N,
  B
}
