package io.cairndb.dynamodb.wire.request;

/** How conditions from before expressions are combined. */
public enum ConditionalOperator {
  OR,
  AND
}
