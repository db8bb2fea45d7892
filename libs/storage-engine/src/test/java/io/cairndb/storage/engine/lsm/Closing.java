package io.cairndb.storage.engine.lsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** Closes an engine beside what it is doing. */
final class Closing {
  private Closing() {}

  /** Returns when the engine takes no more calls; what it gives back is done when it is closed. */
  static CompletableFuture<Void> begin(LsmEngine engine) {
    CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> close(engine));
    while (isOpen(engine)) {
      Thread.onSpinWait();
    }
    return closed;
  }

  private static void close(LsmEngine engine) {
    try {
      engine.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOpen(LsmEngine engine) {
    try {
      engine.latest().close();
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
