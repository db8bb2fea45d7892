package io.cairndb.router.http;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Limits of the HTTP front end.
 *
 * @param address where to listen; port 0 takes a free one
 * @param eventLoops threads that read, answer and write
 * @param maxConnections connections beyond this are closed at once
 * @param maxBodyBytes a longer request body is answered with 413
 * @param maxBufferedBodyBytes bytes of request bodies, over all connections, beyond which requests
 *     are answered with 503
 * @param maxUnsentBytes bytes of large responses that clients have not taken yet, over all
 *     connections, beyond which requests are answered with 503
 * @param idleTimeout a connection that neither begins a request nor is answered for so long is
 *     closed
 * @param drainTimeout how long a stopping server waits for requests under way
 */
public record HttpServerOptions(
    InetSocketAddress address,
    int eventLoops,
    int maxConnections,
    int maxBodyBytes,
    long maxBufferedBodyBytes,
    long maxUnsentBytes,
    Duration idleTimeout,
    Duration drainTimeout) {

  /**
   * DynamoDB's limit of 16 MB to a request, and bounds that suit one process with {@code heap}
   * bytes.
   */
  public static HttpServerOptions defaults(InetSocketAddress address, int eventLoops, long heap) {
    return new HttpServerOptions(
        address,
        eventLoops,
        10_000,
        16 * 1024 * 1024,
        Math.max(32L * 1024 * 1024, heap / 6),
        Math.max(64L * 1024 * 1024, heap / 2),
        Duration.ofSeconds(75),
        Duration.ofSeconds(10));
  }

  public HttpServerOptions withDrainTimeout(Duration wanted) {
    return new HttpServerOptions(
        address,
        eventLoops,
        maxConnections,
        maxBodyBytes,
        maxBufferedBodyBytes,
        maxUnsentBytes,
        idleTimeout,
        wanted);
  }
}
