package io.cairndb.dynamodb.wire.error;

import io.cairndb.item.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why one action of a transaction did, or did not, cancel it.
 *
 * @param code {@code None} for an action that was not at fault
 * @param item the item as it was, when the action asked for it and its condition failed
 */
public record CancellationReason(Code code, @Nullable String message, @Nullable Item item) {
  private static final CancellationReason NONE = new CancellationReason(Code.NONE, null, null);

  /** As on the wire. */
  public enum Code {
    NONE("None"),
    CONDITIONAL_CHECK_FAILED("ConditionalCheckFailed"),
    ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED("ItemCollectionSizeLimitExceeded"),
    TRANSACTION_CONFLICT("TransactionConflict"),
    PROVISIONED_THROUGHPUT_EXCEEDED("ProvisionedThroughputExceeded"),
    THROTTLING_ERROR("ThrottlingError"),
    VALIDATION_ERROR("ValidationError"),
    DUPLICATE_ITEM("DuplicateItem");

    private final String wireName;

    Code(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  public static CancellationReason none() {
    return NONE;
  }

  public static CancellationReason conditionalCheckFailed(@Nullable Item item) {
    return new CancellationReason(
        Code.CONDITIONAL_CHECK_FAILED, DynamoDbErrors.CONDITION_FAILED, item);
  }

  /** For an INSERT of an item that is there. */
  public static CancellationReason duplicateItem() {
    return new CancellationReason(Code.DUPLICATE_ITEM, DynamoDbErrors.DUPLICATE_ITEM, null);
  }

  public static CancellationReason transactionConflict() {
    return new CancellationReason(
        Code.TRANSACTION_CONFLICT, "Transaction is ongoing for the item", null);
  }

  public static CancellationReason validationError(String message) {
    return new CancellationReason(Code.VALIDATION_ERROR, message, null);
  }

  public static CancellationReason throttling(String message) {
    return new CancellationReason(Code.THROTTLING_ERROR, message, null);
  }

  public static CancellationReason provisionedThroughputExceeded() {
    return new CancellationReason(
        Code.PROVISIONED_THROUGHPUT_EXCEEDED, DynamoDbErrors.THROUGHPUT_EXCEEDED, null);
  }

  public static CancellationReason itemCollectionSizeLimitExceeded() {
    return new CancellationReason(
        Code.ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED,
        DynamoDbErrors.COLLECTION_SIZE_LIMIT_EXCEEDED,
        null);
  }

  /** The text of TransactionCanceledException: the codes of all actions in order. */
  static String summary(List<CancellationReason> reasons) {
    StringBuilder text =
        new StringBuilder(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [");
    for (int i = 0; i < reasons.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(reasons.get(i).code().wireName());
    }
    return text.append(']').toString();
  }
}
