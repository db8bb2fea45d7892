package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileFault;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.EngineEvent;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.Pin;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteConflictException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a batch that depends on reads costs other writers. */
final class ConflictCheckTest {
  private static final Path DIRECTORY = Path.of("/engine");

  private final MemoryFileSystem files = new MemoryFileSystem();

  private static void fill(LsmEngine engine, Tree tree) throws IOException {
    for (int i = 0; i < 200; i += 2) {
      write(engine, new WriteBatch().put(tree, bytes("k" + (1000 + i)), bytes("v" + i)));
    }
    engine.flush();
  }

  /** Writers wait for the check, so it should not wait for a disk where a filter can tell. */
  @Test
  void absentKeyIsLookedForInFiltersOnly() throws IOException {
    EngineOptions options = EngineOptions.builder().blockCacheBytes(0).build();
    try (LsmEngine engine =
            LsmEngine.open(
                files, DIRECTORY, options, new ManualClock(1), new SimulatedWorkers(true));
        Pin pin = pinned(engine)) {
      Tree tree = engine.tree("t");
      // Beside the false positives of the filter, one in 250.
      int readsMax = 5;
      files.inject(new FileFault(Long.MAX_VALUE, FileFault.Kind.IO_ERROR));
      long before = files.operations();
      WriteBatch batch = new WriteBatch();
      for (int i = 1; i < 200; i += 2) {
        batch.requireUnchanged(tree, bytes("k" + (1000 + i)), pin.sequence());
      }
      write(engine, batch.put(tree, bytes("new"), bytes("1")));
      // The log's append and sync.
      assertTrue(files.operations() - before <= readsMax + 4, "" + (files.operations() - before));
      WriteBatch conflicting =
          new WriteBatch()
              .requireUnchanged(tree, bytes("new"), pin.sequence())
              .put(tree, bytes("new"), bytes("2"));
      assertThrows(WriteConflictException.class, () -> write(engine, conflicting));
    }
  }

  private static Pin pinned(LsmEngine engine) throws IOException {
    fill(engine, engine.tree("t"));
    return engine.pin();
  }

  /** A listener may take its time, and ask the engine what it likes. */
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void listenerIsCalledWithoutTheWriteLock() throws Exception {
    AtomicReference<LsmEngine> opened = new AtomicReference<>();
    CompletableFuture<Long> written = new CompletableFuture<>();
    EngineOptions options =
        EngineOptions.builder()
            .blockCacheBytes(0)
            .operations(
                OperationsOptions.defaults()
                    .withListener(event -> writeElsewhere(event, opened.get(), written)))
            .build();
    try (LsmEngine engine =
            LsmEngine.open(
                files, DIRECTORY, options, new ManualClock(1), Workers.platform("conflict-"));
        Pin pin = pinned(engine)) {
      opened.set(engine);
      for (String name : files.list(DIRECTORY)) {
        if (name.endsWith(".sst")) {
          files.flipBit(DIRECTORY.resolve(name), 24);
        }
      }
      Tree tree = engine.tree("t");
      WriteBatch batch =
          new WriteBatch()
              .requireUnchanged(tree, bytes("k1000"), pin.sequence())
              .put(tree, bytes("k1000"), bytes("2"));
      assertThrows(UncheckedIOException.class, () -> write(engine, batch));
      assertEquals(101, written.join());
      assertFalse(engine.stats().integrity().damaged().isEmpty());
    }
  }

  /** Another thread writes while the listener waits for it. */
  private static void writeElsewhere(
      EngineEvent event, LsmEngine engine, CompletableFuture<Long> written) {
    CompletableFuture<Long> other =
        CompletableFuture.supplyAsync(
            () ->
                write(
                    engine,
                    new WriteBatch().put(engine.tree("t"), bytes(event.toString()), bytes("1"))));
    written.complete(other.orTimeout(20, TimeUnit.SECONDS).exceptionally(e -> -1L).join());
  }
}
