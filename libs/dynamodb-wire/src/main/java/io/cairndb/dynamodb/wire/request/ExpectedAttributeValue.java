package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition on one attribute, from before there were expressions. */
public record ExpectedAttributeValue(
    @Nullable AttributeValue value,
    @Nullable Boolean exists,
    @Nullable ComparisonOperator comparisonOperator,
    @Nullable List<AttributeValue> attributeValueList) {
  private static final Members MEMBERS =
      Members.of(
          "ExpectedAttributeValue", "Value", "Exists", "ComparisonOperator", "AttributeValueList");

  static final Structure<ExpectedAttributeValue> SHAPE =
      new Structure<>(MEMBERS, ExpectedAttributeValue::read);

  private static @Nullable ExpectedAttributeValue read(RequestReader in) {
    AttributeValue value = null;
    Boolean exists = null;
    ComparisonOperator comparisonOperator = null;
    List<AttributeValue> attributeValueList = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> value = in.value();
        case 1 -> exists = in.bool();
        case 2 -> comparisonOperator = in.enumeration(Enums.COMPARISON_OPERATOR);
        case 3 -> attributeValueList = in.values();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    return new ExpectedAttributeValue(value, exists, comparisonOperator, attributeValueList);
  }
}
