package io.cairndb.service;

import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How other services reach this one.
 *
 * @param listen port 0 takes a free one
 * @param advertise where the others find it; null for where it listens
 * @param compress whether requests to others are compressed
 * @param drainTimeout how long calls under way may take to end when the service stops
 * @param patience how long others may be silent
 */
@ConfigurationProperties("cairn.rpc")
public record RpcProperties(
    @DefaultValue("127.0.0.1:0") HostPort listen,
    @Nullable HostPort advertise,
    boolean compress,
    @DefaultValue("10s") Duration drainTimeout,
    @DefaultValue Patience patience) {

  /**
   * How long others may be silent.
   *
   * @param connect time for a connection to be made
   * @param keepAlive silence after which a connection is tried
   * @param keepAliveTimeout silence after that by which it counts as lost
   * @param suspect silence after which a process that calls wait for is probed
   * @param probe time for each of two probes, after which it counts as hanging
   */
  public record Patience(
      @DefaultValue("2s") Duration connect,
      @DefaultValue("10s") Duration keepAlive,
      @DefaultValue("5s") Duration keepAliveTimeout,
      @DefaultValue("1s") Duration suspect,
      @DefaultValue("1s") Duration probe) {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration MOST = Duration.ofHours(1);

    /** gRPC tries no connection more often, and servers allow no more than twice that. */
    private static final Duration LEAST_KEEP_ALIVE = Duration.ofSeconds(10);

    public Patience {
      require("connect", connect, LEAST);
      require("keep-alive", keepAlive, LEAST_KEEP_ALIVE);
      require("keep-alive-timeout", keepAliveTimeout, LEAST);
      require("suspect", suspect, LEAST);
      require("probe", probe, LEAST);
    }

    private static void require(String key, Duration time, Duration least) {
      if (time.compareTo(least) < 0 || time.compareTo(MOST) > 0) {
        throw new IllegalArgumentException(
            "cairn.rpc.patience." + key + " is a time from " + least + " to " + MOST + ": " + time);
      }
    }

    RpcOptions.Patience options() {
      return new RpcOptions.Patience(connect, keepAlive, keepAliveTimeout, suspect, probe);
    }
  }

  public RpcProperties {
    if (drainTimeout.isNegative()) {
      throw new IllegalArgumentException(
          "cairn.rpc.drain-timeout is a time of 0 or more: " + drainTimeout);
    }
    if (advertise != null && advertise.port() == 0) {
      throw new IllegalArgumentException(
          "cairn.rpc.advertise names the port that others call: " + advertise);
    }
  }
}
