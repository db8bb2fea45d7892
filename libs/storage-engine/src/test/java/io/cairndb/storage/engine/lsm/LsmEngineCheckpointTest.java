package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileFault;
import io.cairndb.env.FileSystem;
import io.cairndb.env.LocalFileSystem;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.env.Workers;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.Durability;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint is the engine as it was, whatever happens to either of them afterwards. */
class LsmEngineCheckpointTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Path COPY = Path.of("/copy");
  private static final int KEYS = 80;

  private static LsmEngine open(
      FileSystem files, Path directory, EngineOptions options, Workers workers) throws IOException {
    return LsmEngine.open(files, directory, options, Clock.system(), workers);
  }

  private static List<Tree> trees(LsmEngine engine) {
    return IntStream.range(0, EngineModel.TREES).mapToObj(i -> engine.tree("t" + i)).toList();
  }

  private static void write(
      LsmEngine engine, List<Tree> trees, EngineModel model, RandomSource random, int batches) {
    for (int i = 0; i < batches; i++) {
      List<EngineModel.Step> steps = EngineModel.randomBatch(random, 4, KEYS, 100);
      model.add(steps);
      long unused =
          engine.write(
              EngineModel.toBatch(steps, trees), Durability.BUFFERED, new Writes.Outcome());
    }
  }

  private static void assertHolds(FileSystem files, Path directory, EngineModel model, long at)
      throws IOException {
    try (LsmEngine engine =
            open(files, directory, RandomOptions.sealed(), new SimulatedWorkers(true));
        ReadView view = engine.snapshot()) {
      assertEquals(at, view.sequence());
      EngineModel.assertSame(model.at(at), view, trees(engine));
    }
  }

  @Test
  void isUntouchedByWhatHappensToTheOriginal() throws IOException {
    long seed = Seeds.choose("LsmEngineCheckpointTest");
    for (int i = 0; i < 40; i++) {
      RandomSource random = RandomSource.seeded(seed + i);
      MemoryFileSystem files = new MemoryFileSystem();
      EngineModel model = new EngineModel();
      EngineOptions options = RandomOptions.choose(random);
      long at;
      try (LsmEngine engine = open(files, DIRECTORY, options, new SimulatedWorkers(true))) {
        List<Tree> trees = trees(engine);
        write(engine, trees, model, random, 100);
        at = engine.checkpoint(COPY);
        assertEquals(100, at);
        write(engine, trees, model, random, 100);
        for (Tree tree : trees) {
          engine.compact(tree);
        }
      }
      assertHolds(files, COPY, model, at);
      assertHolds(files, DIRECTORY, model, 200);
    }
  }

  @Test
  void isAnEngineOfItsOwn() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    EngineModel model = new EngineModel();
    RandomSource random = RandomSource.seeded(1);
    EngineOptions options = RandomOptions.choose(random);
    try (LsmEngine engine = open(files, DIRECTORY, options, new SimulatedWorkers(true))) {
      write(engine, trees(engine), model, random, 50);
      assertEquals(50, engine.checkpoint(COPY));
    }
    try (LsmEngine engine = open(files, COPY, options, new SimulatedWorkers(true))) {
      List<Tree> trees = trees(engine);
      for (Tree tree : trees) {
        engine.compact(tree);
      }
      Tree added = engine.tree("added");
      long unused = Writes.write(engine, new WriteBatch().put(added, new byte[] {1}, new byte[1]));
      assertEquals(51, engine.lastSequence());
    }
    assertHolds(files, DIRECTORY, model, 50);
  }

  @Test
  void isTakenOfFilesOnDiskWhileAnotherThreadWrites(@TempDir Path directory) throws IOException {
    FileSystem files = new LocalFileSystem();
    RandomSource random = RandomSource.seeded(2);
    EngineModel model = new EngineModel();
    Path copy = directory.resolve("copy");
    long at;
    try (LsmEngine engine =
        open(
            files,
            directory.resolve("engine"),
            EngineOptions.builder().memtableBytes(20_000).build(),
            Workers.platform("test-"))) {
      List<Tree> trees = trees(engine);
      write(engine, trees, model, random, 1_000);
      Thread writer = Thread.ofPlatform().start(() -> write(engine, trees, model, random, 5_000));
      at = engine.checkpoint(copy);
      writer.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertTrue(at >= 1_000);
    assertHolds(files, copy, model, at);
  }

  @Test
  void aPowerCutLeavesAWholeCheckpointOrNone() throws IOException {
    long seed = Seeds.choose("LsmEngineCheckpointTest.cuts");
    int whole = 0;
    int none = 0;
    for (int i = 0; i < 300; i++) {
      RandomSource random = RandomSource.seeded(seed + i);
      MemoryFileSystem files = new MemoryFileSystem();
      EngineModel model = new EngineModel();
      LsmEngine engine =
          open(files, DIRECTORY, RandomOptions.choose(random), new SimulatedWorkers(true));
      write(engine, trees(engine), model, random, 60);
      engine.flush();
      int operations = 5 + 2 * engine.stats().tableFiles();
      files.inject(
          new FileFault(
              files.operations() + 1 + random.nextInt(operations + 15), FileFault.Kind.POWER_OFF));
      boolean acknowledged = false;
      try {
        acknowledged = engine.checkpoint(COPY) == 60;
      } catch (IOException expected) {
        assertTrue(files.faultFired(), "only the power cut fails it: " + expected);
      }
      files.crash(random.nextLong());
      assertHolds(files, DIRECTORY, model, 60);
      if (acknowledged || opens(files)) {
        assertHolds(files, COPY, model, 60);
        whole++;
      } else {
        none++;
      }
    }
    assertTrue(whole > 30 && none > 30, whole + " whole, " + none + " not there");
  }

  /** Whether what the crash left claims to be an engine with something in it. */
  private static boolean opens(MemoryFileSystem files) throws IOException {
    if (!files.exists(COPY)) {
      return false;
    }
    try (LsmEngine engine = open(files, COPY, RandomOptions.sealed(), new SimulatedWorkers(true))) {
      return engine.lastSequence() > 0;
    } catch (CorruptionException refused) {
      return false;
    }
  }

  @Test
  void anErrorLeavesAnEmptyDirectoryAndTheEngineAtWork() throws IOException {
    for (FileFault.Kind kind : List.of(FileFault.Kind.IO_ERROR, FileFault.Kind.SYNC_FAILURE)) {
      MemoryFileSystem files = new MemoryFileSystem();
      EngineModel model = new EngineModel();
      RandomSource random = RandomSource.seeded(3);
      try (LsmEngine engine =
          open(files, DIRECTORY, RandomOptions.choose(random), new SimulatedWorkers(true))) {
        List<Tree> trees = trees(engine);
        write(engine, trees, model, random, 60);
        engine.flush();
        boolean failed = true;
        for (int n = 1; failed; n++) {
          files.inject(new FileFault(files.operations() + n, kind));
          failed = fails(engine);
          files.inject(null);
          if (failed && files.exists(COPY)) {
            assertEquals(List.of(), files.list(COPY));
          }
        }
        assertTrue(files.list(COPY).size() > 2);
        write(engine, trees, model, random, 1);
      }
      assertHolds(files, COPY, model, 60);
      assertHolds(files, DIRECTORY, model, 61);
    }
  }

  private static boolean fails(LsmEngine engine) {
    try {
      assertEquals(60, engine.checkpoint(COPY));
      return false;
    } catch (IOException expected) {
      return true;
    }
  }

  @Test
  void aDirectoryInUseIsRefused() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    try (LsmEngine engine =
        open(files, DIRECTORY, RandomOptions.sealed(), new SimulatedWorkers(true))) {
      assertThrows(FileAlreadyExistsException.class, () -> engine.checkpoint(DIRECTORY));
      assertEquals(0, engine.checkpoint(COPY));
      FileAlreadyExistsException refused =
          assertThrows(FileAlreadyExistsException.class, () -> engine.checkpoint(COPY));
      assertEquals("a checkpoint needs a directory that is new or empty", refused.getReason());
    }
  }
}
