package io.cairndb.coordinator.app;

import io.cairndb.rpc.cluster.Registration;
import io.cairndb.service.RpcServer;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import org.springframework.context.SmartLifecycle;

/**
 * Makes this process a member of the cluster once it listens, since its address is told then, and
 * hands its number on once it is kept. Thread-safe.
 */
final class Joining implements SmartLifecycle {
  private final Registration registration;
  private final CoordinatorDirectory directory;
  private final IntConsumer numbered;
  private volatile boolean running;

  Joining(Registration registration, CoordinatorDirectory directory, IntConsumer numbered) {
    this.registration = registration;
    this.directory = directory;
    this.numbered = numbered;
  }

  @Override
  public void start() {
    running = true;
    CompletableFuture<Void> _ =
        registration
            .accepted()
            .thenAccept(
                membership -> {
                  directory.remember(membership);
                  numbered.accept(membership.number());
                });
    registration.start();
  }

  @Override
  public void stop() {
    running = false;
    registration.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return RpcServer.PHASE + 1;
  }
}
