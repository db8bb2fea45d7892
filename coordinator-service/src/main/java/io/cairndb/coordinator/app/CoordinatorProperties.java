package io.cairndb.coordinator.app;

import io.cairndb.rpc.cluster.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of this service alone.
 *
 * @param partitionManager where it is
 * @param dataDirectory keeps the identity of this process and nothing else
 * @param requestsInFlight requests and transactions under way at a time; more are refused
 * @param callDeadline time for each call of a storage node
 * @param mapWait how long a request waits for the partition map it was planned with
 */
@ConfigurationProperties("cairn")
record CoordinatorProperties(
    HostPort partitionManager,
    Path dataDirectory,
    @DefaultValue("16384") int requestsInFlight,
    @DefaultValue("10s") Duration callDeadline,
    @DefaultValue("500ms") Duration mapWait) {

  CoordinatorProperties {
    if (requestsInFlight < 1) {
      throw new IllegalArgumentException(
          "cairn.requests-in-flight is a number of 1 or more: " + requestsInFlight);
    }
    requirePositive("cairn.call-deadline", callDeadline);
    requirePositive("cairn.map-wait", mapWait);
  }

  private static void requirePositive(String key, Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(key + " is a time above 0: " + time);
    }
  }
}
