package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.EngineFailedException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether an engine takes reads and writes. It is open until it is closed; the first error that
 * leaves doubt about its files ends all writing until it is opened again. Thread-safe.
 */
final class Lifecycle {
  private final Path directory;
  private final Consumer<EngineFailedException> onFailure;
  private final AtomicReference<@Nullable EngineFailedException> failure = new AtomicReference<>();
  private volatile boolean closed;

  /** {@code onFailure} hears of the first failure, on the thread that met it. */
  Lifecycle(Path directory, Consumer<EngineFailedException> onFailure) {
    this.directory = directory;
    this.onFailure = onFailure;
  }

  /** Ends all writing for good; the first cause is the one that writers are told. */
  EngineFailedException fail(String what, Throwable cause) {
    EngineFailedException failed = EngineFailedException.of(what, directory, cause);
    if (failure.compareAndSet(null, failed)) {
      onFailure.accept(failed);
    }
    return failed;
  }

  /** Returns false when the engine was closed before. */
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  boolean hasFailed() {
    return failure.get() != null;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether nothing more is to be written, by callers or in the background. */
  boolean isOver() {
    return hasFailed() || closed;
  }

  /** Throws {@link IllegalStateException} when the engine is closed. */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
  }

  /** Throws {@link EngineFailedException} when the engine has failed; needs it open, too. */
  void requireWritable() {
    EngineFailedException failed = failure.get();
    if (failed != null) {
      throw failed.again();
    }
    requireOpen();
  }
}
