package io.cairndb.item.schema;

/** One attribute of a key. */
public record KeyAttribute(String name, ScalarType type) {}
