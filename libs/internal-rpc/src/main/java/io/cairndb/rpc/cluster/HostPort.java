package io.cairndb.rpc.cluster;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a service listens.
 *
 * @param host a name or an address, without brackets; one that can be called, as names with an
 *     underscore cannot
 */
public record HostPort(String host, int port) {
  private static final int MAX_PORT = 65_535;

  public HostPort {
    if (host.isBlank()) {
      throw new IllegalArgumentException("an address needs a host");
    }
    if (port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("not a port: " + port);
    }
    if (!isCallable(host, port)) {
      throw new IllegalArgumentException("not the name of a host: '" + host + "'");
    }
  }

  /** Found at the start of one process, instead of at each call by all the others. */
  private static boolean isCallable(String host, int port) {
    try {
      URI address = new URI(null, null, host, port, null, null, null);
      return address.getHost() != null
          && address.getPort() == port
          && address.getUserInfo() == null;
    } catch (URISyntaxException none) {
      return false;
    }
  }

  /**
   * Reads {@code host:port}, or {@code [address]:port} for IPv6.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw malformed(text);
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw malformed(text);
    }
    try {
      return new HostPort(host, Integer.parseInt(text, colon + 1, text.length(), 10));
    } catch (NumberFormatException e) {
      throw malformed(text);
    }
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException("not host:port: '" + text + "'");
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
