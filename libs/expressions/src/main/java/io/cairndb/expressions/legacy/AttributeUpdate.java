package io.cairndb.expressions.legacy;

import io.cairndb.item.AttributeValue;
import org.jspecify.annotations.Nullable;

/**
 * One entry of AttributeUpdates.
 *
 * @param action null means PUT
 */
public record AttributeUpdate(@Nullable Action action, @Nullable AttributeValue value) {

  /** As in DynamoDB's API. */
  public enum Action {
    PUT,
    ADD,
    DELETE
  }
}
