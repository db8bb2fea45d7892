package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One statement of a transaction. */
public record ParameterizedStatement(
    String statement,
    @Nullable List<AttributeValue> parameters,
    @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure) {
  private static final Members MEMBERS =
      Members.of(
              "ParameterizedStatement",
              "Statement",
              "Parameters",
              "ReturnValuesOnConditionCheckFailure")
          .required("Statement");

  static final Structure<ParameterizedStatement> SHAPE =
      new Structure<>(MEMBERS, ParameterizedStatement::read);

  private static @Nullable ParameterizedStatement read(RequestReader in) {
    String statement = null;
    List<AttributeValue> parameters = null;
    ReturnValuesOnConditionCheckFailure onFailure = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> statement = in.string(Rules.PARTIQL_STATEMENT);
        case 1 -> parameters = in.values(SizeRule.POSITIVE);
        case 2 -> onFailure = in.enumeration(Enums.RETURN_VALUES_ON_CONDITION_CHECK_FAILURE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    return statement == null ? null : new ParameterizedStatement(statement, parameters, onFailure);
  }
}
