package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileFault;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.LogOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.WriteListener;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineRepair;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The power fails, and the manifest is lost with it. Flushed segments of the log may be back under
 * their old names, whole, or half on their way to become other segments: the repair takes them for
 * what they are, and no write that was acknowledged is lost.
 */
class EngineRepairPowerCutFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int CUTS = Integer.getInteger("cairn.repair.cuts", 120);

  private final List<String> findings = new ArrayList<>();
  private long acknowledged;
  private int segmentsReused;

  private final WriteListener listener =
      new WriteListener() {
        @Override
        public void onDurable(long sequence) {
          acknowledged = sequence;
        }

        @Override
        public void onFailure(EngineFailedException failure) {
          assertNotNull(failure.getMessage());
        }
      };

  private static LsmEngine open(MemoryFileSystem files, SimulatedWorkers workers)
      throws IOException {
    EngineOptions options =
        EngineOptions.builder()
            .memtableBytes(1_500)
            .log(LogOptions.defaults().withSpareSegmentsMax(2).withReserveBytes(500))
            .build();
    return LsmEngine.open(files, DIRECTORY, options, new ManualClock(1), workers);
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private void writeUntilPowerCut(MemoryFileSystem files, RandomSource random) {
    SimulatedWorkers workers = new SimulatedWorkers(random.nextInt(2) == 0);
    try {
      LsmEngine engine = open(files, workers);
      Tree tree = engine.tree("t");
      files.inject(
          new FileFault(files.operations() + 1 + random.nextInt(400), FileFault.Kind.POWER_OFF));
      while (!files.faultFired()) {
        byte[] key = key(engine.lastSequence() + 1);
        WriteBatch batch = new WriteBatch().put(tree, key, new byte[random.nextInt(200)]);
        long unused = engine.write(batch, Durability.SYNC, listener);
        if (random.nextInt(3) == 0) {
          workers.runPending();
        }
        segmentsReused += engine.stats().log().segmentsReused() > 0 ? 1 : 0;
      }
    } catch (IOException | EngineFailedException e) {
      assertTrue(files.faultFired(), e.toString());
    }
    files.crash(random.nextLong());
  }

  @Test
  void noAcknowledgedWriteIsLostWithTheManifest() throws IOException {
    long seed = Seeds.choose("EngineRepairPowerCutFaultTest");
    for (int cut = 0; cut < CUTS; cut++) {
      RandomSource random = RandomSource.seeded(seed + cut);
      MemoryFileSystem files = new MemoryFileSystem();
      acknowledged = 0;
      findings.clear();
      writeUntilPowerCut(files, random);
      boolean data = false;
      for (String name : files.list(DIRECTORY)) {
        data |= name.endsWith(".sst") || name.endsWith(".log");
        if (name.startsWith("MANIFEST") || name.startsWith("CURRENT")) {
          files.delete(DIRECTORY.resolve(name));
        }
      }
      if (!data) {
        continue;
      }
      new EngineRepair(
              new EngineLocation(files, DIRECTORY),
              random,
              false,
              finding -> findings.add(finding.toString()))
          .run();
      verify(files, seed + cut);
    }
    assertTrue(segmentsReused > CUTS, "segments written over: " + segmentsReused);
  }

  private void verify(MemoryFileSystem files, long seed) throws IOException {
    try (LsmEngine engine = open(files, new SimulatedWorkers(true));
        ReadView view = engine.snapshot()) {
      Tree tree = engine.tree("recovered-0");
      for (long number = 1; number <= acknowledged; number++) {
        String lost = "seed " + seed + ", write " + number + " of " + acknowledged + ": ";
        assertNotNull(view.get(tree, key(number)), () -> lost + findings);
      }
    }
  }
}
