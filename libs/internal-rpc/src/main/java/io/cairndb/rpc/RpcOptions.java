package io.cairndb.rpc;

import java.time.Duration;

/**
 * How services talk to each other.
 *
 * @param maxMessageBytes larger messages are refused; above the 16 MB a client's request may have
 * @param patience how long the other side may be silent
 * @param flowControlBytes bytes of a stream that may be under way unacknowledged
 * @param compress whether requests are compressed: pays between zones, not on one machine
 * @param interceptors around every call
 */
public record RpcOptions(
    int maxMessageBytes,
    Patience patience,
    int flowControlBytes,
    boolean compress,
    RpcInterceptors interceptors) {
  public static final RpcOptions DEFAULT =
      new RpcOptions(
          20 * 1024 * 1024, Patience.DEFAULT, 4 * 1024 * 1024, false, RpcInterceptors.NONE);

  /**
   * Times after which the other side is doubted.
   *
   * @param connectTimeout time for a connection to be made
   * @param keepAliveTime silence after which a connection is tried; gRPC takes less than 10 seconds
   *     for 10
   * @param keepAliveTimeout silence after that by which it counts as lost
   * @param suspectAfter silence after which a process that calls wait for is probed
   * @param probeDeadline time for each of two probes, after which it counts as hanging
   */
  public record Patience(
      Duration connectTimeout,
      Duration keepAliveTime,
      Duration keepAliveTimeout,
      Duration suspectAfter,
      Duration probeDeadline) {
    public static final Patience DEFAULT =
        new Patience(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1));

    public Patience {
      requirePositive("connect timeout", connectTimeout);
      requirePositive("keep-alive time", keepAliveTime);
      requirePositive("keep-alive timeout", keepAliveTimeout);
      requirePositive("time until a probe", suspectAfter);
      requirePositive("deadline of a probe", probeDeadline);
    }

    private static void requirePositive(String what, Duration time) {
      if (time.compareTo(Duration.ofMillis(1)) < 0) {
        throw new IllegalArgumentException("the " + what + " is 1 ms and more: " + time);
      }
    }
  }

  public RpcOptions withPatience(Patience wanted) {
    return new RpcOptions(maxMessageBytes, wanted, flowControlBytes, compress, interceptors);
  }

  public RpcOptions withCompression(boolean wanted) {
    return new RpcOptions(maxMessageBytes, patience, flowControlBytes, wanted, interceptors);
  }

  public RpcOptions withInterceptors(RpcInterceptors wanted) {
    return new RpcOptions(maxMessageBytes, patience, flowControlBytes, compress, wanted);
  }
}
