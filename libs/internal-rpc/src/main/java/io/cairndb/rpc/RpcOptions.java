package io.cairndb.rpc;

import java.time.Duration;

/**
 * How services talk to each other.
 *
 * @param maxMessageBytes larger messages are refused; above the 16 MB a client's request may have
 * @param keepAliveTime silence after which a connection is tried
 * @param keepAliveTimeout silence after that by which it counts as lost
 * @param flowControlBytes bytes of a stream that may be under way unacknowledged
 * @param compress whether requests are compressed: pays between zones, not on one machine
 * @param interceptors around every call
 */
public record RpcOptions(
    int maxMessageBytes,
    Duration keepAliveTime,
    Duration keepAliveTimeout,
    int flowControlBytes,
    boolean compress,
    RpcInterceptors interceptors) {
  public static final RpcOptions DEFAULT =
      new RpcOptions(
          20 * 1024 * 1024,
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          4 * 1024 * 1024,
          false,
          RpcInterceptors.NONE);

  public RpcOptions withCompression(boolean wanted) {
    return new RpcOptions(
        maxMessageBytes, keepAliveTime, keepAliveTimeout, flowControlBytes, wanted, interceptors);
  }

  public RpcOptions withInterceptors(RpcInterceptors wanted) {
    return new RpcOptions(
        maxMessageBytes, keepAliveTime, keepAliveTimeout, flowControlBytes, compress, wanted);
  }
}
