package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a batch.
 *
 * @param parameterProblem what is wrong with a parameter, which fails this statement alone
 */
public record BatchStatementRequest(
    String statement,
    @Nullable List<AttributeValue> parameters,
    @Nullable String parameterProblem,
    @Nullable Boolean consistentRead,
    @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure) {
  private static final Members MEMBERS =
      Members.of(
              "BatchStatementRequest",
              "Statement",
              "Parameters",
              "ConsistentRead",
              "ReturnValuesOnConditionCheckFailure")
          .required("Statement");

  static final Structure<BatchStatementRequest> SHAPE =
      new Structure<>(MEMBERS, BatchStatementRequest::read);

  private static @Nullable BatchStatementRequest read(RequestReader in) {
    String statement = null;
    List<AttributeValue> parameters = null;
    String[] problem = new String[1];
    Boolean consistentRead = null;
    ReturnValuesOnConditionCheckFailure onFailure = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> statement = in.string(Rules.PARTIQL_STATEMENT);
        case 1 -> parameters = in.values(SizeRule.POSITIVE, text -> problem[0] = text);
        case 2 -> consistentRead = in.bool();
        case 3 -> onFailure = in.enumeration(Enums.RETURN_VALUES_ON_CONDITION_CHECK_FAILURE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    return statement == null
        ? null
        : new BatchStatementRequest(statement, parameters, problem[0], consistentRead, onFailure);
  }
}
