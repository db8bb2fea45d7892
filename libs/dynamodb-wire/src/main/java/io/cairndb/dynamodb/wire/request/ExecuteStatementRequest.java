package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.AttributeValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one PartiQL statement. */
public record ExecuteStatementRequest(
    String statement,
    @Nullable List<AttributeValue> parameters,
    @Nullable Boolean consistentRead,
    @Nullable String nextToken,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity,
    @Nullable Integer limit,
    @Nullable ReturnValuesOnConditionCheckFailure returnValuesOnConditionCheckFailure) {
  private static final Members MEMBERS =
      Members.of(
              "ExecuteStatementInput",
              "Statement",
              "Parameters",
              "ConsistentRead",
              "NextToken",
              "ReturnConsumedCapacity",
              "Limit",
              "ReturnValuesOnConditionCheckFailure")
          .required("Statement")
          .wording(Members.Wording.OLDER);

  public static ExecuteStatementRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String statement = null;
    List<AttributeValue> parameters = null;
    Boolean consistentRead = null;
    String nextToken = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    Integer limit = null;
    ReturnValuesOnConditionCheckFailure onFailure = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> statement = in.string(Rules.PARTIQL_STATEMENT);
        case 1 -> parameters = in.values(SizeRule.POSITIVE);
        case 2 -> consistentRead = in.bool();
        case 3 -> nextToken = in.string(Rules.PARTIQL_NEXT_TOKEN);
        case 4 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        case 5 -> limit = in.integer(SizeRule.POSITIVE);
        case 6 -> onFailure = in.enumeration(Enums.RETURN_VALUES_ON_CONDITION_CHECK_FAILURE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new ExecuteStatementRequest(
        RequestReader.present(statement),
        parameters,
        consistentRead,
        nextToken,
        returnConsumedCapacity,
        limit,
        onFailure);
  }
}
