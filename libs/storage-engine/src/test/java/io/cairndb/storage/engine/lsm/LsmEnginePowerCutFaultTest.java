package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileFault;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The power fails at any point of any I/O operation, again and again on the same directory. What
 * was acknowledged SYNC is there afterwards; what is there is a prefix of what was written, whole
 * batches only; and the engine goes on from it.
 */
class LsmEnginePowerCutFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int CUTS_PER_DIRECTORY = 12;

  @Test
  void nothingAcknowledgedIsLostAndNothingIsTorn() throws IOException {
    cut(Integer.getInteger("cairn.engine.cuts", 2_400));
  }

  @Tag("soak")
  @Test
  void nothingAcknowledgedIsLostInLongCampaigns() throws IOException {
    cut(Integer.getInteger("cairn.engine.cuts", 100_000));
  }

  @Test
  void nothingWrittenIsLostWithTheProcess() throws IOException {
    kill(Integer.getInteger("cairn.engine.kills", 60));
  }

  @Tag("soak")
  @Test
  void nothingWrittenIsLostWithManyProcesses() throws IOException {
    kill(Integer.getInteger("cairn.engine.kills", 5_000));
  }

  /** What the system has taken stays when only the process ends: unsynced writes as well. */
  private static void kill(int kills) throws IOException {
    long seed = Seeds.choose("LsmEnginePowerCutFaultTest.kills");
    for (int i = 0; i < kills / CUTS_PER_DIRECTORY; i++) {
      Run run = new Run(RandomSource.seeded(seed + i));
      for (int kill = 0; kill < CUTS_PER_DIRECTORY; kill++) {
        run.writeUntilKilled();
        run.verify();
      }
    }
    System.out.println("LsmEnginePowerCutFaultTest: " + kills + " kills");
  }

  private static void cut(int cuts) throws IOException {
    long seed = Seeds.choose("LsmEnginePowerCutFaultTest");
    int lostTail = 0;
    int whileOpening = 0;
    int reused = 0;
    for (int i = 0; i < cuts / CUTS_PER_DIRECTORY; i++) {
      Run run = new Run(RandomSource.seeded(seed + i));
      for (int cut = 0; cut < CUTS_PER_DIRECTORY; cut++) {
        run.writeUntilPowerCut();
        run.verify();
      }
      lostTail += run.lostTail;
      whileOpening += run.whileOpening;
      reused += run.reused;
    }
    System.out.println("LsmEnginePowerCutFaultTest: " + cuts + " cuts");
    assertTrue(lostTail > 50, "cuts that took back unacknowledged writes: " + lostTail);
    assertTrue(whileOpening > 50, "cuts during recovery: " + whileOpening);
    assertTrue(reused > 50, "cuts after log segments were written over: " + reused);
  }

  private static final class Run {
    private final RandomSource random;
    private final MemoryFileSystem files = new MemoryFileSystem();
    private final EngineModel model = new EngineModel();
    private final int keys;

    /** Sequence number of the newest write acknowledged as synced. */
    private long acknowledged;

    /** Newest write that any listener has heard of, buffered ones included. */
    private long published;

    private int lostTail;
    private int whileOpening;
    private int reused;

    Run(RandomSource random) {
      this.random = random;
      this.keys = 20 + random.nextInt(100);
    }

    private LsmEngine open(SimulatedWorkers workers) throws IOException {
      return LsmEngine.open(
          files, DIRECTORY, RandomOptions.choose(random), Clock.system(), workers);
    }

    void writeUntilPowerCut() {
      writeUntilPowerOff();
      files.crash(random.nextLong());
    }

    /** An operation in progress may have been done in part. */
    void writeUntilKilled() {
      writeUntilPowerOff();
      acknowledged = Math.max(acknowledged, published);
      files.restart();
    }

    private void writeUntilPowerOff() {
      published = 0;
      long cutAt = files.operations() + 1 + random.nextInt(random.nextInt(3) == 0 ? 30 : 300);
      files.inject(new FileFault(cutAt, FileFault.Kind.POWER_OFF));
      SimulatedWorkers workers = new SimulatedWorkers(random.nextInt(3) == 0);
      boolean opened = false;
      try {
        LsmEngine engine = open(workers);
        List<Tree> trees = EngineModel.trees(engine);
        opened = true;
        try {
          while (!files.faultFired()) {
            step(engine, trees, workers);
          }
        } finally {
          reused += engine.stats().log().segmentsReused() > 0 ? 1 : 0;
        }
      } catch (IOException | EngineFailedException expected) {
        assertTrue(files.faultFired(), "only the power cut fails anything: " + expected);
      }
      whileOpening += opened ? 0 : 1;
    }

    private void step(LsmEngine engine, List<Tree> trees, SimulatedWorkers workers)
        throws IOException {
      int choice = random.nextInt(40);
      if (choice == 0) {
        engine.flush();
      } else if (choice == 1) {
        engine.compact(trees.get(random.nextInt(EngineModel.TREES)));
      } else if (choice < 15) {
        workers.runPending();
      } else {
        List<EngineModel.Step> steps = EngineModel.randomBatch(random, 5, keys, 150);
        model.add(steps);
        boolean sync = random.nextInt(3) != 0;
        long unused =
            engine.write(
                EngineModel.toBatch(steps, trees),
                sync ? Durability.SYNC : Durability.BUFFERED,
                this.new Acknowledgement(sync));
      }
    }

    private final class Acknowledgement implements WriteListener {
      private final boolean synced;

      Acknowledgement(boolean synced) {
        this.synced = synced;
      }

      @Override
      public void onDurable(long sequence) {
        published = sequence;
        acknowledged = synced ? Math.max(acknowledged, sequence) : acknowledged;
      }

      @Override
      public void onFailure(EngineFailedException failure) {
        assertTrue(files.faultFired());
      }
    }

    void verify() throws IOException {
      SimulatedWorkers workers = new SimulatedWorkers(true);
      LsmEngine engine = open(workers);
      long recovered = engine.lastSequence();
      assertTrue(recovered >= acknowledged, recovered + " < " + acknowledged);
      assertTrue(recovered <= model.lastSequence(), recovered + " > " + model.lastSequence());
      lostTail += recovered < model.lastSequence() ? 1 : 0;
      model.cutTo(recovered);
      try (ReadView view = engine.snapshot()) {
        assertEquals(recovered, view.sequence());
        EngineModel.assertSame(model.at(recovered), view, EngineModel.trees(engine));
      }
      // What was recovered is promised from now on, unless a crash finds the log unsynced.
      acknowledged = recovered;
      if (random.nextInt(2) == 0) {
        engine.close();
      } else {
        files.crash(random.nextLong());
      }
    }
  }
}
