package io.cairndb.standalone;

import io.cairndb.env.Clock;
import io.cairndb.env.FileSystem;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import io.cairndb.storage.engine.lsm.LsmEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** Breaks the data of a shard that is not open, beneath the engine's checksums. */
final class Damage {
  private Damage() {}

  static void ofLedger(Path shard) throws IOException {
    ofLedger(new LocalFileSystem(), shard);
  }

  /** Leaves a ledger record that no release ever wrote. */
  static void ofLedger(FileSystem files, Path shard) throws IOException {
    CompletableFuture<Void> durable = new CompletableFuture<>();
    try (StorageEngine engine =
        LsmEngine.open(
            files, shard, EngineOptions.defaults(), Clock.system(), new SimulatedWorkers(true))) {
      byte[] key = new byte[17];
      key[0] = 'L';
      WriteBatch batch = new WriteBatch();
      batch.put(engine.tree("meta"), key, new byte[] {99});
      engine.write(
          batch,
          Durability.SYNC,
          new WriteListener() {
            @Override
            public void onDurable(long sequence) {
              durable.complete(null);
            }

            @Override
            public void onFailure(EngineFailedException failure) {
              durable.completeExceptionally(failure);
            }
          });
      durable.join();
    }
  }
}
