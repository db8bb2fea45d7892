package io.cairndb.dynamodb.wire.request;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts and deletes up to 25 items of several tables, each for itself. */
public record BatchWriteItemRequest(
    Map<String, List<WriteRequest>> requestItems,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity,
    @Nullable ReturnItemCollectionMetrics returnItemCollectionMetrics) {
  private static final Members MEMBERS =
      Members.of(
              "BatchWriteItemInput",
              "ReturnConsumedCapacity",
              "ReturnItemCollectionMetrics",
              "RequestItems")
          .named("RequestItems")
          .required("RequestItems")
          .wording(Members.Wording.OLDER);

  public static BatchWriteItemRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    Map<String, List<WriteRequest>> requestItems = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    ReturnItemCollectionMetrics returnItemCollectionMetrics = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        case 1 ->
            returnItemCollectionMetrics = in.enumeration(Enums.RETURN_ITEM_COLLECTION_METRICS);
        case 2 ->
            requestItems =
                in.tableLists(SizeRule.of(1, 25), SizeRule.of(1, 25), WriteRequests.SHAPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    BatchWriteItemRequest request =
        new BatchWriteItemRequest(
            RequestReader.present(requestItems),
            returnConsumedCapacity,
            returnItemCollectionMetrics);
    BatchLimits.check(request);
    return request;
  }
}
