package io.cairndb.dynamodb.wire.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs up to a hundred PartiQL statements, all or none. */
public record ExecuteTransactionRequest(
    List<ParameterizedStatement> transactStatements,
    @Nullable String clientRequestToken,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity) {
  private static final Members MEMBERS =
      Members.of(
              "ExecuteTransactionInput",
              "TransactStatements",
              "ClientRequestToken",
              "ReturnConsumedCapacity")
          .required("TransactStatements")
          .wording(Members.Wording.OLDER);

  public static ExecuteTransactionRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    List<ParameterizedStatement> transactStatements = null;
    String clientRequestToken = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> transactStatements = in.list(SizeRule.of(1, 100), ParameterizedStatement.SHAPE);
        case 1 -> clientRequestToken = in.string(Rules.CLIENT_REQUEST_TOKEN);
        case 2 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new ExecuteTransactionRequest(
        RequestReader.present(transactStatements), clientRequestToken, returnConsumedCapacity);
  }
}
