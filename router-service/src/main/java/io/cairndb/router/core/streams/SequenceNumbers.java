package io.cairndb.router.core.streams;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.shard.ChangePosition;
import java.math.BigInteger;

/**
 * Places in a change log as the decimal numbers of the API, which have 21 to 40 digits. All have
 * 26: a leading one, then the place as one number, so that order as text and as number is the same.
 */
final class SequenceNumbers {
  private static final BigInteger BASE = BigInteger.TEN.pow(25);
  private static final int INDEX_BITS = 16;
  private static final BigInteger INDEX_MASK = BigInteger.valueOf((1L << INDEX_BITS) - 1);
  private static final int PLACE_BITS = Long.SIZE + INDEX_BITS;

  private SequenceNumbers() {}

  static String of(ChangePosition position) {
    BigInteger time = new BigInteger(Long.toUnsignedString(position.hlcMsb()));
    return BASE.add(time.shiftLeft(INDEX_BITS))
        .add(BigInteger.valueOf(position.index()))
        .toString();
  }

  static ChangePosition parse(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw invalid(text);
    }
    BigInteger place = new BigInteger(text).subtract(BASE);
    if (place.signum() < 0 || place.bitLength() > PLACE_BITS) {
      throw invalid(text);
    }
    return new ChangePosition(
        place.shiftRight(INDEX_BITS).longValue(), place.and(INDEX_MASK).intValue());
  }

  /** The last place before {@code position}. */
  static ChangePosition before(ChangePosition position) {
    if (position.index() > 0) {
      return new ChangePosition(position.hlcMsb(), position.index() - 1);
    }
    return position.hlcMsb() == 0
        ? ChangePosition.BEGINNING
        : new ChangePosition(position.hlcMsb() - 1, 0xFFFF);
  }

  private static RuntimeException invalid(String text) {
    return DynamoDbErrors.validation("Invalid SequenceNumber: " + text);
  }
}
