package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileFault;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.EngineFailedException;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.VersionOptions;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The power may fail at any step of raising the format; what was written before is there. */
final class FormatRaiseFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final EngineOptions OPTIONS =
      EngineOptions.builder()
          .memtableBytes(64 << 10)
          .versions(VersionOptions.defaults().createdAt(FormatVersion.VERSIONS))
          .build();

  @Test
  void powerCutAtAnyStepLosesNothing() throws IOException {
    int cuts = 0;
    for (boolean fired = true; fired; cuts++) {
      MemoryFileSystem files = new MemoryFileSystem();
      LsmEngine engine = open(files);
      Tree tree = engine.tree("t");
      write(engine, new WriteBatch().put(tree, bytes("k"), new byte[40 << 10]));
      write(engine, new WriteBatch().put(tree, bytes("l"), bytes("v")));
      files.inject(new FileFault(files.operations() + cuts + 1, FileFault.Kind.POWER_OFF));
      try {
        engine.raiseFormat(FormatVersion.NEWEST);
        write(engine, new WriteBatch().put(tree, bytes("m"), bytes("w")));
        engine.close();
      } catch (IOException | EngineFailedException | CompletionException e) {
        assertTrue(files.faultFired(), e.toString());
      }
      fired = files.faultFired();
      files.crash(cuts);
      try (LsmEngine again = open(files);
          ReadView view = again.latest()) {
        assertArrayEquals(bytes("v"), view.get(again.tree("t"), bytes("l")), "cut " + cuts);
      }
    }
    assertTrue(cuts > 20, cuts + " cuts");
  }

  private static LsmEngine open(MemoryFileSystem files) throws IOException {
    return LsmEngine.open(
        files, DIRECTORY, OPTIONS, new ManualClock(1), new SimulatedWorkers(true));
  }
}
