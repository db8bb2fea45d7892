package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.shard.SortRange;
import java.util.Arrays;
import java.util.List;

/** What ExclusiveStartKey must be, and what DynamoDB says of one that is not. */
final class StartKey {
  private static final String INVALID = "The provided starting key is invalid";

  private StartKey() {}

  /** A key of the table, and of the index where one is read: all attributes, no others. */
  static void requireShape(ReadShape shape, Item key, boolean query) {
    List<String> names = shape.pageKeyNames();
    boolean sizeFits = key.attributeCount() == names.size();
    if (!sizeFits) {
      throw query || shape.index() != null ? invalid("") : invalid(": " + ItemKeyRules.MISMATCH);
    }
    for (String name : names) {
      if (!key.contains(name)) {
        throw shape.index() == null ? invalid(": " + ItemKeyRules.MISMATCH) : invalid("");
      }
    }
    TablePlan.IndexPlan index = shape.index();
    if (!ItemKeyRules.typesFit(shape.table().key(), key)) {
      throw index == null
          ? invalid(": " + ItemKeyRules.MISMATCH)
          : DynamoDbErrors.validation(ItemKeyRules.MISMATCH);
    }
    if (index != null && !ItemKeyRules.typesFit(index.index().key(), key)) {
      throw DynamoDbErrors.validation(ItemKeyRules.MISMATCH);
    }
  }

  /** The place of the key in the partitions that are read. */
  static ItemKey placeOf(ReadShape shape, Item key) {
    TablePlan.IndexPlan index = shape.index();
    return ItemKey.of(index == null ? shape.table().key() : index.index().key(), key);
  }

  /** A query can only go on inside of what it covers. */
  static void requireWithin(ReadShape shape, Item key, byte[] partitionKey, SortRange sort) {
    ItemKey place = placeOf(shape, key);
    if (!Arrays.equals(place.partition(), partitionKey)) {
      throw DynamoDbErrors.validation(
          "The provided starting key is outside query boundaries based on provided conditions");
    }
    byte[] at = place.sort();
    boolean below =
        sort.lowerInclusive() != null && Arrays.compareUnsigned(at, sort.lowerInclusive()) < 0;
    boolean above =
        sort.upperExclusive() != null && Arrays.compareUnsigned(at, sort.upperExclusive()) >= 0;
    if (below || above) {
      throw DynamoDbErrors.validation(
          "The provided starting key does not match the range key predicate");
    }
  }

  /** A segment of a scan can only go on where it was. */
  static DynamoDbException ofAnotherSegment(int segment, int totalSegments) {
    return invalid(
        ": Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment."
            + " TotalSegments: "
            + totalSegments
            + " Segment: "
            + segment);
  }

  private static DynamoDbException invalid(String detail) {
    return DynamoDbErrors.validation(INVALID + detail);
  }
}
