package io.cairndb.rpc.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.cairndb.rpc.Rpc;
import io.cairndb.rpc.RpcOptions;
import io.cairndb.rpc.cluster.HostPort;
import io.grpc.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Who says it can serve must know whether those it needs can be reached, without asking them. */
final class ConnectionsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static Server serve(int port) throws IOException {
    return Rpc.server(new InetSocketAddress(LOOPBACK, port), RpcOptions.DEFAULT, List.of()).start();
  }

  private static void awaitConnected(boolean wanted, Connections connections, HostPort address) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (connections.isConnected(address) != wanted && System.nanoTime() < deadline) {
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
    assertEquals(wanted, connections.isConnected(address));
  }

  @Test
  void aServerIsFoundWhenItComesLostWhenItGoesAndFoundAgain()
      throws IOException, InterruptedException {
    Server server = serve(0);
    HostPort address = new HostPort(LOOPBACK.getHostAddress(), server.getPort());
    try (Connections connections = new Connections(RpcOptions.DEFAULT)) {
      awaitConnected(true, connections, address);
      server.shutdownNow().awaitTermination();
      awaitConnected(false, connections, address);
      server = serve(address.port());
      awaitConnected(true, connections, address);
    } finally {
      server.shutdownNow().awaitTermination();
    }
  }

  @Test
  void nobodyIsReachedOnceAllIsClosed() throws IOException, InterruptedException {
    Server server = serve(0);
    HostPort address = new HostPort(LOOPBACK.getHostAddress(), server.getPort());
    Connections connections = new Connections(RpcOptions.DEFAULT);
    awaitConnected(true, connections, address);
    connections.close();
    assertFalse(connections.isConnected(address));
    server.shutdownNow().awaitTermination();
  }
}
