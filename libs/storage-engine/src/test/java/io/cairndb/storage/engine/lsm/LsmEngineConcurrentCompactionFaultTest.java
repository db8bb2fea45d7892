package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileFault;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CompactionOptions;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Several compactions at once, and slices of one, on real threads: the power fails, or an operation
 * does, while they run. What was acknowledged is there afterwards, and nothing else.
 */
class LsmEngineConcurrentCompactionFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int ROUNDS = Integer.getInteger("cairn.compaction.rounds", 40);
  private static final int KEYS = 600;

  @Test
  void nothingIsLostWhicheverCompactionsACrashEnds() throws IOException {
    long seed = Seeds.choose("LsmEngineConcurrentCompactionFaultTest");
    int fired = 0;
    int beside = 0;
    // Whether compactions meet is up to the machine: on a busy one it takes more rounds.
    for (int i = 0; i < ROUNDS || (beside == 0 && i < 20 * ROUNDS); i++) {
      Round round = new Round(RandomSource.seeded(seed + i));
      round.run();
      fired += round.fired ? 1 : 0;
      beside += round.mostRunning > 1 ? 1 : 0;
    }
    assertTrue(fired > ROUNDS / 2, "faults that happened: " + fired);
    assertTrue(beside > 0, "rounds with compactions beside each other: " + beside);
  }

  private static final class Round {
    private final RandomSource random;
    private final MemoryFileSystem files = new MemoryFileSystem();
    private final EngineModel model = new EngineModel();
    private long acknowledged;
    private int mostRunning;
    private boolean fired;

    Round(RandomSource random) {
      this.random = random;
    }

    private EngineOptions options() {
      CompactionOptions compaction =
          CompactionOptions.builder()
              .tableBytes(500)
              .levelZero(2, 6, 10)
              .levelBaseBytes(1500)
              .workers(3)
              .build();
      return EngineOptions.builder().memtableBytes(2600).compaction(compaction).build();
    }

    void run() throws IOException {
      FileFault.Kind kind =
          random.nextInt(2) == 0 ? FileFault.Kind.POWER_OFF : FileFault.Kind.IO_ERROR;
      files.inject(new FileFault(200 + random.nextInt(3000), kind));
      try {
        LsmEngine engine =
            LsmEngine.open(files, DIRECTORY, options(), Clock.system(), Workers.platform("test-"));
        try {
          write(engine);
        } finally {
          close(engine);
        }
      } catch (EngineFailedException | IOException | UncheckedIOException e) {
        assertTrue(files.faultFired(), "only the fault fails anything: " + e);
      }
      fired = files.faultFired();
      files.crash(random.nextLong());
      verify();
    }

    private void write(LsmEngine engine) throws IOException {
      List<Tree> trees = EngineModel.trees(engine);
      for (int i = 0; i < 400; i++) {
        List<EngineModel.Step> steps = EngineModel.randomBatch(random, 6, KEYS, 150);
        model.add(steps);
        Writes.Outcome outcome = new Writes.Outcome();
        long sequence = engine.write(EngineModel.toBatch(steps, trees), Durability.SYNC, outcome);
        if (i % 16 == 0) {
          boolean failed = outcome.future.handle((done, thrown) -> thrown != null).join();
          if (failed) {
            return;
          }
          acknowledged = sequence;
        }
        mostRunning = Math.max(mostRunning, engine.stats().compaction().running());
        if (i % 150 == 149) {
          engine.compact(trees.get(random.nextInt(EngineModel.TREES)));
        }
      }
    }

    private void close(LsmEngine engine) {
      try {
        engine.close();
      } catch (IOException e) {
        assertTrue(files.faultFired(), "only the fault fails anything: " + e);
      }
    }

    private void verify() throws IOException {
      files.inject(null);
      try (LsmEngine engine =
          LsmEngine.open(files, DIRECTORY, options(), Clock.system(), new SimulatedWorkers(true))) {
        long recovered = engine.lastSequence();
        assertTrue(recovered >= acknowledged, recovered + " < " + acknowledged);
        assertTrue(recovered <= model.lastSequence(), recovered + " > " + model.lastSequence());
        for (int i = 0; i < 2; i++) {
          try (ReadView view = engine.snapshot()) {
            EngineModel.assertSame(model.at(recovered), view, EngineModel.trees(engine));
          }
          engine.compact(EngineModel.trees(engine).get(i));
        }
      }
    }
  }
}
