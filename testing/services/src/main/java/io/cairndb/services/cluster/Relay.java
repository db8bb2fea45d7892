package io.cairndb.services.cluster;

import io.cairndb.rpc.cluster.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Hands bytes on to a service and back. While it hangs, connections stay open, new ones are taken,
 * and nothing goes on in either direction: as if the process behind it had been stopped.
 * Thread-safe.
 */
public final class Relay implements AutoCloseable {
  private static final int CHUNK_BYTES = 64 * 1024;

  private final HostPort target;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  /** What bytes wait for before they go on. */
  private final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

  Relay(HostPort target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  HostPort address() {
    return new HostPort(server.getInetAddress().getHostAddress(), server.getLocalPort());
  }

  /** Lets nothing through from now on. */
  public void hang() {
    gate.set(new CountDownLatch(1));
  }

  /** Lets everything through that waits, and what comes. */
  public void goOn() {
    gate.get().countDown();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        open.add(client);
        Thread.ofVirtual().start(() -> connect(client));
      }
    } catch (IOException closed) {
      goOn();
    }
  }

  private void connect(Socket client) {
    try (client;
        Socket service = new Socket(target.host(), target.port())) {
      open.add(service);
      Thread back = Thread.ofVirtual().start(() -> pump(service, client));
      pump(client, service);
      back.join();
      open.remove(service);
    } catch (IOException unreachable) {
      // The client sees its connection closed, as it would without the relay.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  /** Ends both connections with either of them. */
  private void pump(Socket from, Socket to) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try (from;
        to) {
      int read = from.getInputStream().read(chunk);
      while (read >= 0) {
        gate.get().await();
        to.getOutputStream().write(chunk, 0, read);
        read = from.getInputStream().read(chunk);
      }
    } catch (IOException lost) {
      // The other side learns of it by the end of its own connection.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      goOn();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
