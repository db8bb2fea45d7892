package io.cairndb.expressions.legacy;

import io.cairndb.item.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of Expected; what the request leaves out is null. */
public record ExpectedAttribute(
    @Nullable Boolean exists,
    @Nullable AttributeValue value,
    @Nullable ComparisonOperator operator,
    @Nullable List<AttributeValue> values) {
  public ExpectedAttribute {
    values = values == null ? null : List.copyOf(values);
  }
}
