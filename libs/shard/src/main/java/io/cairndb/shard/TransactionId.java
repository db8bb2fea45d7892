package io.cairndb.shard;

import java.util.Comparator;
import java.util.UUID;

/** Identity of one transaction; a UUIDv7, so that its age can be told. */
public record TransactionId(UUID value) {
  /** Oldest first, as the keys of records that begin with the identity. */
  static final Comparator<TransactionId> BY_AGE =
      (left, right) -> {
        UUID one = left.value;
        UUID other = right.value;
        int byTime =
            Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return byTime != 0
            ? byTime
            : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
      };

  /** When the transaction was given its identity, in milliseconds since the Unix epoch. */
  public long startedMillis() {
    return value.getMostSignificantBits() >>> 16;
  }
}
