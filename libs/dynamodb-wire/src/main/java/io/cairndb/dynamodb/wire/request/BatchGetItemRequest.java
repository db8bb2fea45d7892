package io.cairndb.dynamodb.wire.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads up to a hundred items of several tables. */
public record BatchGetItemRequest(
    Map<String, KeysAndAttributes> requestItems,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity) {
  private static final Members MEMBERS =
      Members.of("BatchGetItemInput", "ReturnConsumedCapacity", "RequestItems")
          .named("RequestItems")
          .required("RequestItems");

  public static BatchGetItemRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    Map<String, KeysAndAttributes> requestItems = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        case 1 -> requestItems = in.tables(SizeRule.of(1, 100), KeysAndAttributes.SHAPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    BatchGetItemRequest request =
        new BatchGetItemRequest(RequestReader.present(requestItems), returnConsumedCapacity);
    BatchLimits.check(request);
    return request;
  }
}
