package io.cairndb.expressions.legacy;

/** How the conditions on several attributes are joined. */
public enum ConditionalOperator {
  AND,
  OR
}
