package io.cairndb.partition.manager;

import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import java.util.concurrent.CompletableFuture;

/** Writes that are waited for: decisions are answered when they are durable. Stateless. */
public final class DurableWrites {
  private DurableWrites() {}

  /**
   * Makes a batch durable, all of it or nothing, and waits for it.
   *
   * @throws RuntimeException when it is unknown whether it is
   */
  public static void write(StorageEngine engine, WriteBatch batch) {
    CompletableFuture<Long> durable = new CompletableFuture<>();
    engine.write(
        batch,
        Durability.SYNC,
        new WriteListener() {
          @Override
          public void onDurable(long sequence) {
            durable.complete(sequence);
          }

          @Override
          public void onFailure(EngineFailedException failure) {
            durable.completeExceptionally(failure);
          }
        });
    durable.join();
  }
}
