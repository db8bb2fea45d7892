package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A comparison with one attribute, from before there were expressions. */
public record LegacyCondition(
    @Nullable List<AttributeValue> attributeValueList, ComparisonOperator comparisonOperator) {
  private static final Members MEMBERS =
      Members.of("Condition", "AttributeValueList", "ComparisonOperator")
          .required("ComparisonOperator");

  static final Structure<LegacyCondition> SHAPE = new Structure<>(MEMBERS, LegacyCondition::read);

  private static @Nullable LegacyCondition read(RequestReader in) {
    List<AttributeValue> attributeValueList = null;
    ComparisonOperator comparisonOperator = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> attributeValueList = in.values();
        case 1 -> comparisonOperator = in.enumeration(Enums.COMPARISON_OPERATOR);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (comparisonOperator == null) {
      return null;
    }
    return new LegacyCondition(attributeValueList, comparisonOperator);
  }
}
