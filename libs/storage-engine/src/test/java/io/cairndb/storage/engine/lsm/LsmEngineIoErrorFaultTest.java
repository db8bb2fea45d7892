package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileFault;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The N-th I/O operation fails, for every N: the error surfaces, nothing is acknowledged after it,
 * and a reopened engine has all that was acknowledged before.
 */
class LsmEngineIoErrorFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int KEYS = 60;

  /** What one run saw. */
  private static final class Run implements WriteListener {
    final EngineModel model = new EngineModel();
    final MemoryFileSystem files = new MemoryFileSystem();
    long acknowledged;
    long failures;
    long writes;
    boolean surfaced;

    @Override
    public void onDurable(long sequence) {
      assertEquals(0, failures, "acknowledged after a failure");
      assertEquals(acknowledged + 1, sequence, "in order");
      acknowledged = sequence;
    }

    @Override
    public void onFailure(EngineFailedException failure) {
      failures++;
    }

    void write(RandomSource random, EngineOptions options) {
      SimulatedWorkers workers = new SimulatedWorkers(false);
      try {
        LsmEngine engine = LsmEngine.open(files, DIRECTORY, options, Clock.system(), workers);
        List<Tree> trees = EngineModel.trees(engine);
        for (int i = 0; i < 150; i++) {
          List<EngineModel.Step> steps = EngineModel.randomBatch(random, 4, KEYS, 100);
          model.add(steps);
          long unused = engine.write(EngineModel.toBatch(steps, trees), Durability.SYNC, this);
          writes++;
          if (i % 3 == 0) {
            workers.runPending();
          }
          if (i % 50 == 49) {
            engine.compact(trees.get(0));
          }
        }
        engine.close();
      } catch (IOException | EngineFailedException | UncheckedIOException e) {
        surfaced = true;
      }
      workers.runPending();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = FileFault.Kind.class,
      names = {"IO_ERROR", "NO_SPACE", "SYNC_FAILURE"})
  void errorAtEveryOperationSurfacesAndLosesNothing(FileFault.Kind kind) throws IOException {
    run(kind, Integer.getInteger("cairn.engine.faults", 500), 1);
  }

  /** At every operation there is, and with several histories for each. */
  @Tag("soak")
  @ParameterizedTest
  @EnumSource(
      value = FileFault.Kind.class,
      names = {"IO_ERROR", "NO_SPACE", "SYNC_FAILURE"})
  void errorAtEveryOperationOfManyHistories(FileFault.Kind kind) throws IOException {
    run(
        kind,
        Integer.getInteger("cairn.engine.faults", 900),
        Integer.getInteger("cairn.engine.histories", 20));
  }

  private static void run(FileFault.Kind kind, int operations, int histories) throws IOException {
    long seed = Seeds.choose("LsmEngineIoErrorFaultTest");
    int fired = 0;
    int surfaced = 0;
    for (int i = 0; i < operations * histories; i++) {
      int n = 1 + i % operations;
      RandomSource random = RandomSource.seeded(seed + i);
      EngineOptions options = RandomOptions.choose(random);
      Run run = new Run();
      run.files.inject(new FileFault(n, kind));
      run.write(random, options);
      if (run.files.faultFired()) {
        fired++;
      }
      surfaced += run.surfaced ? 1 : 0;
      assertEquals(run.writes, run.acknowledged + run.failures, "each write is settled once");
      verifyReopened(run, random, n);
    }
    System.out.printf(
        "LsmEngineIoErrorFaultTest: %s, %d runs, %d faults, %d surfaced%n",
        kind, operations * histories, fired, surfaced);
    assertTrue(fired > operations * histories * 2 / 3, "faults that happened: " + fired);
    // The others hit the removal of files that nothing needs any more.
    assertTrue(surfaced > fired / 2, "faults that a caller heard of: " + surfaced);
  }

  private static void verifyReopened(Run run, RandomSource random, int n) throws IOException {
    if (random.nextInt(2) == 0) {
      run.files.crash(random.nextLong());
    } else {
      // As if the process had been restarted: locks go, bytes stay.
      run.files.restart();
    }
    try (LsmEngine engine =
        LsmEngine.open(
            run.files,
            DIRECTORY,
            RandomOptions.choose(random),
            Clock.system(),
            new SimulatedWorkers(true))) {
      long recovered = engine.lastSequence();
      assertTrue(recovered >= run.acknowledged, n + ": " + recovered + " < " + run.acknowledged);
      try (ReadView view = engine.snapshot()) {
        EngineModel.assertSame(run.model.at(recovered), view, EngineModel.trees(engine));
      }
    }
  }

  /** Manifest, log and tables stayed open when a later step of the opening failed. */
  @Test
  void anOpeningThatFailsLeavesNothingOpen() throws IOException {
    EngineOptions options = EngineOptions.builder().memtableBytes(4 << 10).build();
    int failed = 0;
    for (int n = 1; n < 200; n++) {
      MemoryFileSystem files = new MemoryFileSystem();
      try (LsmEngine engine =
          LsmEngine.open(files, DIRECTORY, options, Clock.system(), new SimulatedWorkers(true))) {
        Tree tree = engine.tree("t");
        Writes.write(engine, put(tree, "a"));
        engine.flush();
        Writes.write(engine, put(tree, "b"));
      }
      assertEquals(0, files.openFiles());
      files.inject(new FileFault(n, FileFault.Kind.IO_ERROR));
      try (LsmEngine engine =
          LsmEngine.open(files, DIRECTORY, options, Clock.system(), new SimulatedWorkers(true))) {
        files.inject(null);
        assertEquals(2, engine.lastSequence());
      } catch (IOException expected) {
        failed++;
      }
      assertEquals(0, files.openFiles(), "operation " + n);
      files.inject(null);
      try (LsmEngine engine =
          LsmEngine.open(files, DIRECTORY, options, Clock.system(), new SimulatedWorkers(true))) {
        assertEquals(2, engine.lastSequence());
      }
    }
    assertTrue(failed > 15, "openings that failed: " + failed);
  }

  @Test
  void failedSyncIsNeverRetriedIntoAnAcknowledgement() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    SimulatedWorkers workers = new SimulatedWorkers(false);
    LsmEngine engine =
        LsmEngine.open(files, DIRECTORY, EngineOptions.defaults(), Clock.system(), workers);
    Tree tree = engine.tree("t");
    Writes.Outcome first = new Writes.Outcome();
    Writes.Outcome second = new Writes.Outcome();
    Writes.Outcome barrier = new Writes.Outcome();
    files.inject(new FileFault(1, FileFault.Kind.SYNC_FAILURE));
    engine.write(put(tree, "a"), Durability.SYNC, first);
    engine.write(put(tree, "b"), Durability.SYNC, second);
    engine.whenDurable(barrier);
    workers.runPending();
    for (Writes.Outcome outcome : List.of(first, second, barrier)) {
      assertTrue(outcome.future.isCompletedExceptionally());
    }
    assertEquals(0, engine.durableSequence());
    assertThrows(
        EngineFailedException.class,
        () -> engine.write(put(tree, "c"), Durability.SYNC, new Writes.Outcome()));
    Writes.Outcome late = new Writes.Outcome();
    engine.whenDurable(late);
    assertTrue(late.future.isCompletedExceptionally());
    try (ReadView view = engine.snapshot()) {
      assertEquals(0, view.sequence(), "reads of the durable state go on");
    }
    engine.close();
  }

  @Test
  void fullDiskIsNamedAndWritingResumesAfterReopening() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    LsmEngine engine =
        LsmEngine.open(
            files, DIRECTORY, EngineOptions.defaults(), Clock.system(), Workers.platform("test-"));
    Tree tree = engine.tree("t");
    Writes.write(engine, put(tree, "a"));
    files.inject(new FileFault(1, FileFault.Kind.NO_SPACE));
    Exception failed = assertThrows(Exception.class, () -> Writes.write(engine, put(tree, "b")));
    assertTrue(String.valueOf(failed.getMessage()).contains("the disk is full"), failed.toString());
    engine.close();
    files.inject(null);
    try (LsmEngine reopened =
        LsmEngine.open(
            files,
            DIRECTORY,
            EngineOptions.defaults(),
            Clock.system(),
            Workers.platform("test-"))) {
      assertEquals(1, reopened.lastSequence());
      assertEquals(2, Writes.write(reopened, put(reopened.tree("t"), "b")));
    }
  }

  private static WriteBatch put(Tree tree, String key) {
    return new WriteBatch().put(tree, Writes.bytes(key), Writes.bytes("v"));
  }
}
