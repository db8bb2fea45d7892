package io.cairndb.dynamodb.wire.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs up to 25 PartiQL statements, each for itself. */
public record BatchExecuteStatementRequest(
    List<BatchStatementRequest> statements,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity) {
  private static final Members MEMBERS =
      Members.of("BatchExecuteStatementInput", "Statements", "ReturnConsumedCapacity")
          .required("Statements")
          .wording(Members.Wording.OLDER);

  public static BatchExecuteStatementRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    List<BatchStatementRequest> statements = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> statements = in.list(SizeRule.of(1, 25), BatchStatementRequest.SHAPE);
        case 1 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new BatchExecuteStatementRequest(
        RequestReader.present(statements), returnConsumedCapacity);
  }
}
