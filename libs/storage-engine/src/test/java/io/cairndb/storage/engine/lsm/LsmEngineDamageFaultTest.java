package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.UnsupportedFormatException;
import io.cairndb.storage.engine.WriteBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Files are damaged from outside: bits flipped, ends cut, pieces zeroed, files removed. The engine
 * says so, or shows right data; it never shows wrong data. What is not proven to have been there —
 * the newest bytes of the log after an unclean stop — may be taken for a torn tail: then a prefix
 * of history is shown.
 */
class LsmEngineDamageFaultTest {
  private static final int NEWER = FormatVersion.NEWEST.number() + 1;
  private static final Path DIRECTORY = Path.of("/engine");
  private static final int KEYS = 80;

  @Test
  void damageIsDetectedOrHarmless() throws IOException {
    mutate(Integer.getInteger("cairn.engine.mutations", 1_500));
  }

  @Tag("soak")
  @Test
  void damageIsDetectedOrHarmlessInLongCampaigns() throws IOException {
    mutate(Integer.getInteger("cairn.engine.mutations", 50_000));
  }

  private static void mutate(int mutations) throws IOException {
    long seed = Seeds.choose("LsmEngineDamageFaultTest");
    Map<String, Integer> detected = new TreeMap<>();
    int mutated = 0;
    for (int i = 0; mutated < mutations; i++) {
      RandomSource random = RandomSource.seeded(seed + i);
      MemoryFileSystem files = new MemoryFileSystem();
      EngineModel model = new EngineModel();
      boolean clean = random.nextInt(2) == 0;
      fill(files, model, random, clean);
      for (int j = 0; j < 30; j++) {
        Map<Path, byte[]> original = contents(files);
        Path victim = original.keySet().stream().toList().get(random.nextInt(original.size()));
        String kind = kind(victim);
        if (kind.equals("LOCK")) {
          continue;
        }
        damage(files, victim, random);
        mutated++;
        boolean found = isDetected(files, model, clean);
        detected.merge(kind + (found ? " detected" : " harmless"), 1, Integer::sum);
        restore(files, original);
      }
    }
    System.out.println("LsmEngineDamageFaultTest: " + detected);
    for (String kind : List.of("CURRENT", "MANIFEST", "log", "sst")) {
      assertTrue(detected.getOrDefault(kind + " detected", 0) > 10, detected.toString());
    }
  }

  private static String kind(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith("MANIFEST") ? "MANIFEST" : name.substring(name.indexOf('.') + 1);
  }

  private static void fill(
      MemoryFileSystem files, EngineModel model, RandomSource random, boolean clean)
      throws IOException {
    SimulatedWorkers workers = new SimulatedWorkers(true);
    LsmEngine engine =
        LsmEngine.open(files, DIRECTORY, RandomOptions.choose(random), Clock.system(), workers);
    List<Tree> trees = trees(engine);
    for (int i = 0; i < 120; i++) {
      List<EngineModel.Step> steps = EngineModel.randomBatch(random, 4, KEYS, 100);
      model.add(steps);
      write(engine, EngineModel.toBatch(steps, trees));
    }
    if (clean) {
      engine.close();
    }
    files.crash(random.nextLong());
  }

  private static List<Tree> trees(LsmEngine engine) {
    return IntStream.range(0, EngineModel.TREES).mapToObj(i -> engine.tree("t" + i)).toList();
  }

  private static Map<Path, byte[]> contents(MemoryFileSystem files) throws IOException {
    Map<Path, byte[]> contents = new TreeMap<>();
    for (String name : files.list(DIRECTORY)) {
      contents.put(DIRECTORY.resolve(name), files.contents(DIRECTORY.resolve(name)));
    }
    return contents;
  }

  private static void restore(MemoryFileSystem files, Map<Path, byte[]> original)
      throws IOException {
    files.restart();
    for (String name : files.list(DIRECTORY)) {
      files.delete(DIRECTORY.resolve(name));
    }
    original.forEach(files::overwrite);
  }

  private static void damage(MemoryFileSystem files, Path victim, RandomSource random)
      throws IOException {
    byte[] bytes = files.contents(victim);
    int at = random.nextInt(Math.max(1, bytes.length));
    switch (bytes.length == 0 ? 3 : random.nextInt(5)) {
      case 0, 1 -> files.flipBit(victim, at * 8L + random.nextInt(8));
      case 2 -> files.overwrite(victim, Arrays.copyOf(bytes, at));
      case 3 -> files.delete(victim);
      default -> {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(600));
        Arrays.fill(bytes, at, end, (byte) 0);
        files.overwrite(victim, bytes);
      }
    }
  }

  /** Opens and reads everything; fails the test when what is shown is wrong. */
  private static boolean isDetected(MemoryFileSystem files, EngineModel model, boolean clean)
      throws IOException {
    Map<Path, byte[]> damaged = contents(files);
    // The cut of an orderly closed log can only take its last frame, the mark of the close.
    try (LsmEngine engine =
        LsmEngine.open(
            files, DIRECTORY, RandomOptions.sealed(), Clock.system(), new SimulatedWorkers(true))) {
      long recovered = engine.lastSequence();
      assertTrue(recovered <= model.lastSequence());
      try (ReadView view = engine.snapshot()) {
        EngineModel.assertSame(model.at(recovered), view, trees(engine));
      }
      return false;
    } catch (CorruptionException | UnsupportedFormatException e) {
      assertSameFiles(damaged, contents(files), clean);
      return true;
    } catch (UncheckedIOException e) {
      assertTrue(e.getCause() instanceof CorruptionException, e.toString());
      return true;
    }
  }

  /** A refused opening has overwritten nothing; the lock file does not count. */
  private static void assertSameFiles(
      Map<Path, byte[]> before, Map<Path, byte[]> after, boolean clean) {
    Path lock = DIRECTORY.resolve("LOCK");
    before.remove(lock);
    after.remove(lock);
    assertEquals(before.keySet(), after.keySet(), "clean: " + clean);
    before.forEach((path, bytes) -> assertArrayEquals(bytes, after.get(path)));
  }

  private static LsmEngine open(MemoryFileSystem files) throws IOException {
    return LsmEngine.open(
        files, DIRECTORY, RandomOptions.sealed(), Clock.system(), new SimulatedWorkers(true));
  }

  private static Path only(MemoryFileSystem files, String suffix) throws IOException {
    List<String> names =
        files.list(DIRECTORY).stream().filter(name -> name.endsWith(suffix)).toList();
    assertEquals(1, names.size(), names.toString());
    return DIRECTORY.resolve(names.getFirst());
  }

  @Test
  void flippedBitInTheMiddleOfTheLogIsCorruptionThoughALaterTornTailIsNot() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    LsmEngine engine = open(files);
    Tree tree = engine.tree("t");
    for (int i = 0; i < 10; i++) {
      write(engine, new WriteBatch().put(tree, bytes("k" + i), bytes("v".repeat(100))));
    }
    files.crash(1);
    Path log = only(files, ".log");
    byte[] intact = files.contents(log);
    files.flipBit(log, 300 * 8L);
    CorruptionException found = assertThrows(CorruptionException.class, () -> open(files).close());
    assertEquals(log, found.file());
    assertTrue(found.offset() > 0 && found.offset() <= 300, found.toString());

    files.restart();
    // Behind the frames are zeros, made ready for those to come.
    int end = intact.length;
    while (intact[end - 1] == 0) {
      end--;
    }
    files.overwrite(log, Arrays.copyOf(intact, end - 10));
    try (LsmEngine reopened = open(files)) {
      assertEquals(9, reopened.lastSequence());
    }
  }

  @Test
  void newerFormatVersionsAreNamedAsSuch() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    try (LsmEngine engine = open(files)) {
      write(engine, new WriteBatch().put(engine.tree("t"), bytes("k"), bytes("v")));
      engine.flush();
    }
    Map<Path, byte[]> original = contents(files);
    Path table = only(files, ".sst");
    byte[] bytes = files.contents(table);
    ByteBuffer.wrap(bytes).putInt(bytes.length - 16, NEWER);
    files.overwrite(table, bytes);
    assertThrows(UnsupportedFormatException.class, () -> open(files).close());

    restore(files, original);
    Path log = only(files, ".log");
    bytes = files.contents(log);
    CRC32C crc = new CRC32C();
    ByteBuffer.wrap(bytes).putInt(8, NEWER);
    crc.update(bytes, 0, 36);
    ByteBuffer.wrap(bytes).putInt(36, (int) crc.getValue());
    files.overwrite(log, bytes);
    UnsupportedFormatException newer =
        assertThrows(UnsupportedFormatException.class, () -> open(files).close());
    assertTrue(String.valueOf(newer.getMessage()).contains("version " + NEWER), newer.toString());
  }

  @Test
  void missingTableIsNamed() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    try (LsmEngine engine = open(files)) {
      write(engine, new WriteBatch().put(engine.tree("t"), bytes("k"), bytes("v")));
      engine.flush();
    }
    Path table = only(files, ".sst");
    files.delete(table);
    CorruptionException missing =
        assertThrows(CorruptionException.class, () -> open(files).close());
    assertEquals(table, missing.file());
    assertTrue(String.valueOf(missing.getMessage()).contains("missing"));
  }
}
