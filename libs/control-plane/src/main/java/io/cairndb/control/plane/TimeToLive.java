package io.cairndb.control.plane;

import java.util.Optional;

/** Expiry of items by the time in one of their attributes. */
public record TimeToLive(TtlStatus status, Optional<String> attribute) {
  /** Of a table that never had it. */
  public static final TimeToLive OFF = new TimeToLive(TtlStatus.DISABLED, Optional.empty());
}
