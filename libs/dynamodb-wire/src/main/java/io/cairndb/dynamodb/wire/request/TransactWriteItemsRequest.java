package io.cairndb.dynamodb.wire.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes up to a hundred items, all or none. */
public record TransactWriteItemsRequest(
    List<TransactWriteItem> transactItems,
    @Nullable ReturnConsumedCapacity returnConsumedCapacity,
    @Nullable ReturnItemCollectionMetrics returnItemCollectionMetrics,
    @Nullable String clientRequestToken) {
  private static final Members MEMBERS =
      Members.of(
              "TransactWriteItemsInput",
              "TransactItems",
              "ReturnConsumedCapacity",
              "ReturnItemCollectionMetrics",
              "ClientRequestToken")
          .required("TransactItems")
          .wording(Members.Wording.OLDER);

  public static TransactWriteItemsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    List<TransactWriteItem> transactItems = null;
    ReturnConsumedCapacity returnConsumedCapacity = null;
    ReturnItemCollectionMetrics returnItemCollectionMetrics = null;
    String clientRequestToken = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> transactItems = in.list(SizeRule.of(1, 100), TransactWriteItems.SHAPE);
        case 1 -> returnConsumedCapacity = in.enumeration(Enums.RETURN_CONSUMED_CAPACITY);
        case 2 ->
            returnItemCollectionMetrics = in.enumeration(Enums.RETURN_ITEM_COLLECTION_METRICS);
        case 3 -> clientRequestToken = in.string(Rules.CLIENT_REQUEST_TOKEN);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new TransactWriteItemsRequest(
        RequestReader.present(transactItems),
        returnConsumedCapacity,
        returnItemCollectionMetrics,
        clientRequestToken);
  }
}
