package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Worker;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.LogStats;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A writer that outruns the compactions of a tree of time windows is held up as any other is. */
class LsmEngineWindowBacklogTest {
  private static final int SLOWDOWN = 6;
  private static final int STALL = 10;

  private final MemoryFileSystem files = new MemoryFileSystem();
  private final ManualClock clock = new ManualClock(Duration.ofDays(20_000).toMillis());

  private LsmEngine open(Workers workers) throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .memtableBytes(4000)
            .compaction(CompactionOptions.builder().levelZero(3, SLOWDOWN, STALL).build())
            .build();
    return LsmEngine.open(files, Path.of("/engine"), options, clock, workers);
  }

  private static Tree log(LsmEngine engine) {
    return engine.tree("log", TreeOptions.timeWindows(Duration.ofHours(1), Duration.ofDays(1)));
  }

  private static void put(LsmEngine engine, int number) {
    byte[] key = bytes("k%06d".formatted(number));
    long unused =
        engine.write(
            new WriteBatch().put(log(engine), key, new byte[500]),
            Durability.BUFFERED,
            new Writes.Outcome());
  }

  /** Compactions never run: the limits are met one after the other. */
  @Test
  void writesAreDelayedThenStopped() throws IOException {
    SimulatedWorkers simulated = new SimulatedWorkers(true);
    Workers starved =
        (name, task) -> simulated.start(name, name.startsWith("compaction") ? () -> {} : task);
    try (LsmEngine engine = open(starved)) {
      int number = 0;
      while (engine.stats().tableFiles() < SLOWDOWN - 1) {
        put(engine, number++);
      }
      assertEquals(0, engine.stats().log().delays(), "held up too soon");
      while (engine.stats().tableFiles() < STALL) {
        put(engine, number++);
      }
      LogStats delayed = engine.stats().log();
      assertTrue(delayed.delays() > 0, delayed.toString());
      assertEquals(0, delayed.stalls(), "stopped too soon");
      for (int i = 0; i < 5; i++) {
        put(engine, number++);
      }
      assertEquals(5, engine.stats().log().stalls(), "each write waits for compactions");
    }
  }

  /** Windows that are over count, too: each should be one table. */
  @Test
  void windowsThatAreOverAreNotForgotten() throws IOException {
    SimulatedWorkers simulated = new SimulatedWorkers(true);
    Workers starved =
        (name, task) -> simulated.start(name, name.startsWith("compaction") ? () -> {} : task);
    try (LsmEngine engine = open(starved)) {
      int number = 0;
      for (int hour = 0; hour <= STALL; hour++) {
        put(engine, number++);
        engine.flush();
        put(engine, number++);
        engine.flush();
        clock.advance(Duration.ofHours(1));
      }
      put(engine, number);
      assertTrue(engine.stats().log().stalls() > 0, engine.stats().log().toString());
    }
  }

  /** Compactions run when writers wait: the number of tables stays within the limits. */
  @Test
  void theNumberOfTablesIsBounded() throws IOException {
    SimulatedWorkers simulated = new SimulatedWorkers(true);
    SimulatedWorkers compactions = new SimulatedWorkers(false);
    Workers lazy =
        (name, task) ->
            name.startsWith("compaction")
                ? compactions.start(name, task)
                : new AwaitedWorker(simulated.start(name, task), compactions);
    try (LsmEngine engine = open(lazy)) {
      int most = 0;
      for (int i = 0; i < 4000; i++) {
        put(engine, i);
        clock.advance(Duration.ofSeconds(1));
        most = Math.max(most, engine.stats().tableFiles());
      }
      // Beside those behind: what grows with the logarithm of a window.
      assertTrue(most <= STALL + 8, "tables: " + most);
      assertTrue(most >= SLOWDOWN, "never behind: " + most);
    }
  }

  /** A worker for which compactions run while somebody waits for it. */
  private record AwaitedWorker(Worker worker, SimulatedWorkers compactions) implements Worker {
    @Override
    public void signal() {
      worker.signal();
    }

    @Override
    public void signalAfter(Duration delay) {
      worker.signalAfter(delay);
    }

    @Override
    public boolean assist() {
      compactions.runPending();
      return worker.assist();
    }

    @Override
    public void close() {
      worker.close();
    }
  }
}
