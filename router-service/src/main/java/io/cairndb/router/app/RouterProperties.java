package io.cairndb.router.app;

import io.cairndb.rpc.cluster.HostPort;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Keys of this service alone.
 *
 * @param partitionManager where it is
 * @param coordinator where it is
 * @param indexService where it is
 * @param http how clients reach this service
 * @param requestsInFlight requests to partitions under way at a time; more are refused
 * @param callDeadline time for each call of another service
 * @param attemptDeadline part of it for the first attempt of a read
 * @param changeRetention how long storage nodes keep changes, and so streams can be read
 */
@ConfigurationProperties("cairn")
record RouterProperties(
    HostPort partitionManager,
    HostPort coordinator,
    HostPort indexService,
    Http http,
    @DefaultValue("16384") int requestsInFlight,
    @DefaultValue("10s") Duration callDeadline,
    @DefaultValue("4s") Duration attemptDeadline,
    @DefaultValue("24h") Duration changeRetention) {

  /**
   * The front end for clients.
   *
   * @param listen port 0 takes a free one
   * @param drainTimeout how long requests under way may take to end when the service stops
   */
  record Http(
      @DefaultValue("127.0.0.1:8000") HostPort listen, @DefaultValue("10s") Duration drainTimeout) {
    Http {
      if (drainTimeout.isNegative()) {
        throw new IllegalArgumentException(
            "cairn.http.drain-timeout is a time of 0 or more: " + drainTimeout);
      }
    }
  }

  RouterProperties {
    if (requestsInFlight < 1) {
      throw new IllegalArgumentException(
          "cairn.requests-in-flight is a number of 1 or more: " + requestsInFlight);
    }
    requirePositive("cairn.call-deadline", callDeadline);
    requirePositive("cairn.attempt-deadline", attemptDeadline);
    requirePositive("cairn.change-retention", changeRetention);
  }

  private static void requirePositive(String key, Duration time) {
    if (!time.isPositive()) {
      throw new IllegalArgumentException(key + " is a time above 0: " + time);
    }
  }
}
