package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Shorthand for tests. */
final class Writes {
  private Writes() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A listener that completes a future. */
  static final class Outcome implements WriteListener {
    final CompletableFuture<Long> future = new CompletableFuture<>();

    @Override
    public void onDurable(long sequence) {
      future.complete(sequence);
    }

    @Override
    public void onFailure(EngineFailedException failure) {
      future.completeExceptionally(failure);
    }
  }

  /** Writes and waits until durable. */
  static long write(StorageEngine engine, WriteBatch batch) {
    Outcome outcome = new Outcome();
    long unused = engine.write(batch, Durability.SYNC, outcome);
    return outcome.future.join();
  }
}
