package io.cairndb.router.core.streams;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import org.jspecify.annotations.Nullable;

/** How much a page may hold. */
final class PageLimit {
  private PageLimit() {}

  /**
   * What was asked for, or {@code most} when nothing was.
   *
   * @throws io.cairndb.dynamodb.wire.error.DynamoDbException when it is more
   */
  static int of(@Nullable Integer asked, int most) {
    if (asked != null && asked > most) {
      throw DynamoDbErrors.countedValidation(
          "Value '"
              + asked
              + "' at 'limit' failed to satisfy constraint: Member must have value less than or"
              + " equal to "
              + most);
    }
    return asked == null ? most : asked;
  }
}
