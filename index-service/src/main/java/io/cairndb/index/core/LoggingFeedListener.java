package io.cairndb.index.core;

import io.cairndb.placement.PartitionId;
import java.util.UUID;
import org.slf4j.Logger;

/** Warns of feeds that do not get on. */
public final class LoggingFeedListener implements FeedListener {
  private static final int RETRIES_WORTH_A_WARNING = 10;

  private final Logger log;

  public LoggingFeedListener(Logger log) {
    this.log = log;
  }

  @Override
  public void onRetry(UUID tableId, PartitionId source, int failures, String reason) {
    if (failures % RETRIES_WORTH_A_WARNING == 0) {
      log.warn(
          "indexes fall behind: table={} partition={} failures={} reason={}",
          tableId,
          source.value(),
          failures,
          reason);
    }
  }
}
