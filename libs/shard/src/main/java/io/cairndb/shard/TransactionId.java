package io.cairndb.shard;

import java.util.UUID;

/** Identity of one transaction; a UUIDv7, so that its age can be told. */
public record TransactionId(UUID value) {

  /** When the transaction was given its identity, in milliseconds since the Unix epoch. */
  public long startedMillis() {
    return value.getMostSignificantBits() >>> 16;
  }
}
