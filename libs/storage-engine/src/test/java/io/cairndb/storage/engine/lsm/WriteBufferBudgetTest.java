package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileFault;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteBufferBudget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Engines of one process keep their memtables together within one bound. */
class WriteBufferBudgetTest {
  private static final long BUDGET = 400_000;
  private static final int VALUE_BYTES = 500;

  /** Beside what counts against the budget: a batch that was let in, for each engine. */
  private static final long SLACK = 4 * (VALUE_BYTES + 2000);

  /** The rest of the last chunk of each memtable there may be. */
  private static final long UNUSED_BYTES_MAX = 4 * 8 * (4 << 10);

  private final WriteBufferBudget budget = new WriteBufferBudget(BUDGET);
  private final EngineOptions options =
      EngineOptions.builder().memtableBytes(1 << 29).memtablesMax(8).writeBuffers(budget).build();

  private LsmEngine open(MemoryFileSystem files, int number, Workers workers) throws IOException {
    return LsmEngine.open(files, Path.of("/engine" + number), options, Clock.system(), workers);
  }

  private static void put(LsmEngine engine, Tree tree, int number) {
    long unused =
        engine.write(
            new WriteBatch().put(tree, Writes.bytes("key" + number), new byte[VALUE_BYTES]),
            Durability.BUFFERED,
            new Writes.Outcome());
  }

  @Test
  void theLargestMemtableGoesFirstAlsoInAnEngineThatNobodyWritesTo() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    SimulatedWorkers workers = new SimulatedWorkers(false);
    try (LsmEngine idle = open(files, 0, workers);
        LsmEngine busy = open(files, 1, workers)) {
      Tree idleTree = idle.tree("t");
      for (int i = 0; i < 200; i++) {
        put(idle, idleTree, i);
      }
      long large = idle.stats().memtableBytes();
      assertTrue(large > BUDGET / 4 && large < BUDGET / 2, "large: " + large);
      Tree busyTree = busy.tree("t");
      for (int i = 0; budget.rotations() == 0; i++) {
        put(busy, busyTree, i);
      }
      workers.runPending();
      assertEquals(1, idle.stats().log().earlyRotations());
      assertEquals(0, busy.stats().log().earlyRotations());
      assertEquals(1, idle.stats().flushes());
      assertEquals(0, idle.stats().memtableBytes());
      assertEquals(busy.stats().memtableBytes(), budget.bytes());
    }
    assertEquals(0, budget.bytes(), "closed engines do not count");
  }

  @Test
  void theBoundHoldsAfterEachWrite() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    SimulatedWorkers workers = new SimulatedWorkers(false);
    List<LsmEngine> engines = new ArrayList<>();
    for (int e = 0; e < 4; e++) {
      engines.add(open(files, e, workers));
    }
    for (int i = 0; i < 4000; i++) {
      LsmEngine engine = engines.get(i / 7 % engines.size());
      put(engine, engine.tree("t"), i);
      assertTrue(budget.bytes() <= BUDGET + SLACK, "held " + budget.bytes());
      long memory = budget.memoryBytes();
      assertTrue(memory <= BUDGET + SLACK + UNUSED_BYTES_MAX, "memory taken: " + memory);
    }
    assertTrue(budget.rotations() > 5, "rotations: " + budget.rotations());
    for (LsmEngine engine : engines) {
      engine.flush();
    }
    assertEquals(0, budget.bytes());
    assertTrue(budget.memoryBytes() > 0, "nothing is kept for the next memtables");
    assertTrue(budget.memoryBytes() <= BUDGET, "kept: " + budget.memoryBytes());
    assertEquals(budget.memoryBytes(), engines.getFirst().stats().memtableMemoryBytes());
    for (LsmEngine engine : engines) {
      engine.close();
    }
    assertEquals(0, budget.memoryBytes(), "freed with the last engine");
  }

  /** The sum that is looked at here is not of one moment: memory may be in it twice. */
  @Test
  @Timeout(60)
  void allGoOnWhileAllWrite() throws Exception {
    MemoryFileSystem files = new MemoryFileSystem();
    List<LsmEngine> engines = new ArrayList<>();
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Callable<Long>> writers = new ArrayList<>();
      for (int e = 0; e < 4; e++) {
        LsmEngine engine = open(files, e, Workers.platform("test-"));
        engines.add(engine);
        Tree tree = engine.tree("t");
        writers.add(
            () -> {
              long most = 0;
              for (int i = 0; i < 2500; i++) {
                put(engine, tree, i);
                most = Math.max(most, budget.bytes());
              }
              return most;
            });
      }
      for (Future<Long> most : threads.invokeAll(writers)) {
        assertTrue(most.get() <= 2 * BUDGET, "held " + most.get());
      }
    }
    assertTrue(budget.rotations() > 5, "rotations: " + budget.rotations());
    for (LsmEngine engine : engines) {
      engine.close();
    }
  }

  @Test
  @Timeout(60)
  void anEngineThatFailsDoesNotHoldUpTheOthers() throws Exception {
    MemoryFileSystem broken = new MemoryFileSystem();
    LsmEngine failing = open(broken, 0, Workers.platform("test-"));
    Tree failingTree = failing.tree("t");
    for (int i = 0; i < 250; i++) {
      put(failing, failingTree, i);
    }
    try (LsmEngine other = open(new MemoryFileSystem(), 1, Workers.platform("test-"))) {
      Tree tree = other.tree("t");
      broken.inject(new FileFault(1, FileFault.Kind.POWER_OFF));
      assertThrows(
          EngineFailedException.class,
          () -> {
            while (true) {
              put(failing, failingTree, 1);
            }
          });
      for (int i = 0; i < 2000; i++) {
        put(other, tree, i);
      }
      assertTrue(budget.bytes() <= BUDGET + SLACK);
    }
    failing.close();
  }

  @Test
  void withoutABoundNothingIsAskedFor() {
    assertTrue(WriteBufferBudget.UNLIMITED.pressure() < 0);
    assertEquals(0, WriteBufferBudget.UNLIMITED.bytes());
    assertThrows(IllegalArgumentException.class, () -> new WriteBufferBudget(0));
  }
}
