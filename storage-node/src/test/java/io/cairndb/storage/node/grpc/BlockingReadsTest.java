package io.cairndb.storage.node.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.Context;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is done for a call on another thread is still done for that call: logs name it. */
final class BlockingReadsTest {
  private static final Context.Key<String> REQUEST = Context.keyWithDefault("request", "none");

  @Test
  void workForACallRunsInItsContextAndSharedWorkInNone() throws Exception {
    CompletableFuture<String> read = new CompletableFuture<>();
    CompletableFuture<String> shared = new CompletableFuture<>();
    try (BlockingReads reads = new BlockingReads(1)) {
      Context.current()
          .withValue(REQUEST, "REQUEST1")
          .run(
              () -> {
                assertTrue(reads.tryRun(() -> read.complete(REQUEST.get())));
                reads.runUnbounded(() -> shared.complete(REQUEST.get()));
              });
      assertEquals("REQUEST1", read.get(10, TimeUnit.SECONDS));
      assertEquals("none", shared.get(10, TimeUnit.SECONDS));
    }
  }
}
