package io.cairndb.causality;

import java.util.UUID;

/** Identities that sort by when they were given. */
public final class UuidV7 {

  private UuidV7() {}

  /** An identity later than all that {@code clock} has given. */
  public static UUID next(HybridClock clock) {
    return clock.tick().toUuid();
  }
}
