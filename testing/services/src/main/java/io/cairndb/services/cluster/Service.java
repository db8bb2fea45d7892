package io.cairndb.services.cluster;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A service that can be stopped and started again. What it keeps beyond that is in its files.
 *
 * <p>Stopping cuts calls under way off, as the end of a process does.
 */
public final class Service implements AutoCloseable {
  private final String name;
  private final Supplier<? extends AutoCloseable> starting;
  private final AtomicReference<@Nullable AutoCloseable> running = new AtomicReference<>();

  Service(String name, Supplier<? extends AutoCloseable> starting) {
    this.name = name;
    this.starting = starting;
  }

  /** Starts it; returns when it listens, not when it is ready. */
  public void start() {
    if (isRunning()) {
      throw new IllegalStateException(name + " runs already");
    }
    running.set(starting.get());
  }

  public boolean isRunning() {
    return running.get() != null;
  }

  /** Stops it; nothing happens when it does not run. */
  public void stop() {
    AutoCloseable stopping = running.getAndSet(null);
    if (stopping == null) {
      return;
    }
    try {
      stopping.close();
    } catch (Exception failed) {
      throw new IllegalStateException(name + " could not be stopped", failed);
    }
  }

  @Override
  public void close() {
    stop();
  }

  @Override
  public String toString() {
    return name;
  }
}
