package io.cairndb.service;

import io.cairndb.rpc.cluster.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Decides which addresses may be listened on. Stateless. */
public final class ListenAddresses {
  private final boolean insecureNetwork;

  ListenAddresses(boolean insecureNetwork) {
    this.insecureNetwork = insecureNetwork;
  }

  /**
   * The address to listen on.
   *
   * @param key of the configuration, named in the refusal
   * @throws StartRefusedException when the host is unknown, or others could reach the address and
   *     that was not asked for
   */
  public InetSocketAddress require(String key, HostPort wanted) {
    InetSocketAddress address = new InetSocketAddress(wanted.host(), wanted.port());
    if (address.isUnresolved()) {
      throw new StartRefusedException(
          key + "=" + wanted + ": no address is known for this host",
          "Name a host of this machine.");
    }
    require(key, address.getAddress());
    return address;
  }

  /** Refuses an address as {@link #require} does; null stands for all addresses. */
  void require(String key, @Nullable InetAddress address) {
    if (insecureNetwork || (address != null && address.isLoopbackAddress())) {
      return;
    }
    String shown = address == null ? "all addresses" : address.getHostAddress();
    throw new StartRefusedException(
        key
            + ": "
            + shown
            + " can be reached from other machines, and services do not authenticate each other"
            + " (there is no mutual TLS yet)",
        "Listen on 127.0.0.1, or set cairn.insecure-network=true on a network you trust.");
  }
}
