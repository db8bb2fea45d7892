package io.cairndb.index.core;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * How far global indexes are behind, at one moment.
 *
 * @param slowDown tables whose writers must slow down since an index is too far behind
 * @param lag age of the oldest change known that some index lacks; zero when none does
 * @param feedsWaiting feeds that wait for their turn
 * @param feedsBehind feeds with changes to apply
 */
public record IndexLag(Set<UUID> slowDown, Duration lag, int feedsWaiting, int feedsBehind) {
  public IndexLag {
    slowDown = Set.copyOf(slowDown);
  }
}
