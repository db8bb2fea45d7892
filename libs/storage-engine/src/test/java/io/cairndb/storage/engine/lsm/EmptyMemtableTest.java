package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Worker;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.OperationsOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.LocalKeystore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Segments of the log that are turned to without a write between, while the log is slow. */
class EmptyMemtableTest {
  private final MemoryFileSystem files = new MemoryFileSystem();
  private final SimulatedWorkers workers = new SimulatedWorkers(true);
  private boolean held;
  private @Nullable Worker logWorker;

  /** The log's worker does nothing until somebody waits. */
  private final class Held implements Worker {
    private final Worker worker;
    private final boolean log;

    Held(Worker worker, boolean log) {
      this.worker = worker;
      this.log = log;
    }

    @Override
    public void signal() {
      if (!log || !held) {
        worker.signal();
      }
    }

    @Override
    public void signalAfter(Duration delay) {
      worker.signalAfter(delay);
    }

    @Override
    public boolean assist() {
      letGo();
      return worker.assist();
    }

    @Override
    public void close() {
      worker.close();
    }
  }

  private Worker start(String name, Runnable task) {
    Held made = new Held(workers.start(name, task), name.equals("log"));
    if (made.log) {
      logWorker = made;
    }
    return made;
  }

  private void letGo() {
    held = false;
    Worker log = logWorker;
    if (log != null) {
      log.signal();
    }
  }

  @Test
  void theFlushOfAnEmptyMemtableWaitsForItsSegment() throws IOException {
    LocalKeystore keystore = TestKeyring.create("a");
    EngineOptions options =
        EngineOptions.builder()
            .operations(OperationsOptions.defaults().withKeyring(keystore))
            .build();
    Path directory = Path.of("/engine");
    LsmEngine engine = LsmEngine.open(files, directory, options, Clock.system(), this::start);
    Tree tree = engine.tree("t");
    write(engine, new WriteBatch().put(tree, bytes("k"), bytes("1")));
    engine.flush();
    keystore.rotate("b");
    held = true;
    engine.keys().rewrap();
    letGo();
    write(engine, new WriteBatch().put(tree, bytes("k"), bytes("2")));
    engine.flush();
    assertEquals(Set.of("b"), engine.keys().inUse());
    engine.close();
    try (LsmEngine reopened =
            LsmEngine.open(files, directory, options, Clock.system(), this::start);
        ReadView view = reopened.snapshot()) {
      assertArrayEquals(bytes("2"), view.get(reopened.tree("t"), bytes("k")));
    }
  }
}
