package io.cairndb.dynamodb.wire.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads up to a hundred items as of one moment. */
public record TransactGetItemsRequest(
    List<TransactGetItem> transactItems, @Nullable ReturnConsumedCapacity returnConsumedCapacity) {
  private static final Members MEMBERS =
      Members.of("TransactGetItemsInput", "TransactItems", "ReturnConsumedCapacity")
          .required("TransactItems")
          .wording(Members.Wording.OLDER);

  public static TransactGetItemsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    List<TransactGetItem> transactItems = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> transactItems = in.list(SizeRule.of(1, 100), TransactGetItem.SHAPE);
        case 1 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new TransactGetItemsRequest(
        RequestReader.present(transactItems), returnConsumedCapacity);
  }
}
