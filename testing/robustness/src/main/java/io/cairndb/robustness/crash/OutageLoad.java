package io.cairndb.robustness.crash;

import io.cairndb.reference.wire.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that go on whatever they are told, each in a thread, until they are stopped. They leave
 * the machine some time for services that start.
 */
final class OutageLoad implements AutoCloseable {
  private static final Duration BETWEEN_STEPS = Duration.ofMillis(10);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(50);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Future<?>> running = new ArrayList<>();
  private volatile boolean over;

  /** Starts the clients. */
  OutageLoad(List<Client> clients, Endpoint endpoint) {
    for (Client client : clients) {
      running.add(threads.submit(() -> drive(client, endpoint)));
    }
  }

  private void drive(Client client, Endpoint endpoint) {
    while (!over) {
      Duration pause = client.step(endpoint) ? BETWEEN_STEPS : AFTER_FAILURE;
      LockSupport.parkNanos(pause.toNanos());
    }
  }

  /** Waits for the requests under way; fails when a client has. */
  @Override
  public void close() {
    over = true;
    try (threads) {
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a client failed: " + failed.getCause(), failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
