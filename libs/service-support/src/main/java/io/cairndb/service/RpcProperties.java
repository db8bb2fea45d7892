package io.cairndb.service;

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
 */
@ConfigurationProperties("cairn.rpc")
public record RpcProperties(
    @DefaultValue("127.0.0.1:0") HostPort listen,
    @Nullable HostPort advertise,
    boolean compress,
    @DefaultValue("10s") Duration drainTimeout) {

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
