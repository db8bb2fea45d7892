package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Worker;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteBufferBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An opening that fails at its end leaves nothing behind. */
final class FailedOpeningTest {
  private static final Path DIRECTORY = Path.of("/engine");

  /** Workers of which one has no thread to wake. */
  private static Workers failing(String name) {
    SimulatedWorkers sound = new SimulatedWorkers(false);
    return (started, task) -> {
      Worker worker = sound.start(started, task);
      return started.startsWith(name) ? new BrokenWorker(worker) : worker;
    };
  }

  private record BrokenWorker(Worker worker) implements Worker {
    @Override
    public void signal() {
      throw new IllegalStateException("no thread");
    }

    @Override
    public void signalAfter(Duration delay) {
      worker.signalAfter(delay);
    }

    @Override
    public boolean assist() {
      return worker.assist();
    }

    @Override
    public void close() {
      worker.close();
    }
  }

  @Test
  void engineThatDidNotOpenLeavesTheSharedBudget() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    WriteBufferBudget budget = new WriteBufferBudget(10_000_000);
    EngineOptions options = EngineOptions.builder().writeBuffers(budget).build();
    ManualClock clock = new ManualClock(1);
    SimulatedWorkers workers = new SimulatedWorkers(true);
    try (LsmEngine engine = LsmEngine.open(files, DIRECTORY, options, clock, workers)) {
      Tree tree = engine.tree("t");
      Writes.Outcome outcome = new Writes.Outcome();
      WriteBatch batch = new WriteBatch().put(tree, new byte[1], new byte[1000]);
      assertEquals(1, engine.write(batch, Durability.SYNC, outcome));
      assertEquals(1, outcome.future.join());
    }
    assertEquals(0, budget.bytes());
    assertThrows(
        IllegalStateException.class,
        () -> LsmEngine.open(files, DIRECTORY, options, clock, failing("flush")).close());
    assertEquals(0, budget.bytes());
    budget.relieve();
    try (LsmEngine engine = LsmEngine.open(files, DIRECTORY, options, clock, workers)) {
      assertEquals(1, engine.lastSequence());
    }
    assertEquals(0, files.openFiles());
  }
}
