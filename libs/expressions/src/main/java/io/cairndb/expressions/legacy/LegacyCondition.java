package io.cairndb.expressions.legacy;

import io.cairndb.item.AttributeValue;
import java.util.List;

/**
 * A condition on one attribute, in KeyConditions, QueryFilter or ScanFilter.
 *
 * @param values AttributeValueList; empty when it is absent
 */
public record LegacyCondition(ComparisonOperator operator, List<AttributeValue> values) {
  public LegacyCondition {
    values = List.copyOf(values);
  }
}
