package io.cairndb.coordinator.app;

import io.cairndb.rpc.cluster.Registration;
import io.cairndb.service.Readiness;
import io.cairndb.service.RpcServer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Makes this process a member of the cluster once it listens, since its address is told then, and
 * hands its number on once it is kept. A process that cannot keep its number says so and is of no
 * use. Thread-safe.
 */
final class Joining implements SmartLifecycle, Readiness, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);

  private final Registration registration;
  private final CoordinatorDirectory directory;
  private final IntConsumer numbered;
  private final Runnable onLost;
  private final ExecutorService keeper =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon(true).name("cairn-joining").factory());
  private volatile @Nullable String failure;
  private volatile boolean running;

  /**
   * A process that does not join yet.
   *
   * @param numbered hears the number, once it is durable
   * @param onLost runs when the number cannot be kept
   */
  Joining(
      Registration registration,
      CoordinatorDirectory directory,
      IntConsumer numbered,
      Runnable onLost) {
    this.registration = registration;
    this.directory = directory;
    this.numbered = numbered;
    this.onLost = onLost;
  }

  @Override
  public void start() {
    running = true;
    // On a thread of its own: whoever brings the number must not wait for a disk.
    CompletableFuture<Void> _ = registration.accepted().thenAcceptAsync(this::keep, keeper);
    registration.start();
  }

  private void keep(Registration.Membership membership) {
    try {
      directory.remember(membership);
      numbered.accept(membership.number());
    } catch (RuntimeException unusable) {
      LOG.error("the number of this process cannot be kept, it is of no use", unusable);
      failure = "the number of this process cannot be kept: " + unusable.getMessage();
      onLost.run();
    }
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.ofNullable(failure);
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

  /** Waits for a number that is being kept. */
  @Override
  public void close() {
    registration.close();
    keeper.close();
  }
}
