package io.cairndb.storage.engine.lsm;

import static io.cairndb.storage.engine.lsm.Writes.bytes;
import static io.cairndb.storage.engine.lsm.Writes.write;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.Clock;
import io.cairndb.env.FileFault;
import io.cairndb.env.FileLockedException;
import io.cairndb.env.FileSystem;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.RandomSource;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.UnsupportedFormatException;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.format.FileKind;
import io.cairndb.storage.engine.format.FrameScanner;
import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.Manifest;
import io.cairndb.storage.engine.tool.EngineLocation;
import io.cairndb.storage.engine.tool.EngineRepair;
import io.cairndb.storage.engine.tool.EngineVerifier;
import io.cairndb.storage.engine.tool.Finding;
import io.cairndb.storage.engine.tool.Losses;
import io.cairndb.storage.engine.tool.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/**
 * Whatever is damaged from outside, a repaired directory opens; it shows no value that was never
 * written, and all that was not damaged. What the repair replaced is kept aside.
 */
class EngineRepairFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");
  private static final Function<FileSystem, EngineLocation> LOCATION =
      files -> new EngineLocation(files, DIRECTORY, TestKeyring.ONE);
  private static final List<Finding> REPORT = new ArrayList<>();
  private static final int MUTATIONS = 600;
  private static final int KEYS = 80;

  @Test
  void repairedDirectoryOpensAndHasAllThatWasNotDamaged() throws IOException {
    long seed = Seeds.choose("EngineRepairFaultTest");
    Map<String, Integer> repaired = new TreeMap<>();
    int mutated = 0;
    for (int i = 0; mutated < MUTATIONS; i++) {
      RandomSource random = RandomSource.seeded(seed + i);
      MemoryFileSystem files = new MemoryFileSystem();
      EngineModel model = new EngineModel();
      fill(files, model, random);
      StoredVersions stored = StoredVersions.read(files, DIRECTORY, model);
      Map<Path, byte[]> original = contents(files);
      for (int j = 0; j < 20; j++) {
        List<Path> data = original.keySet().stream().filter(it -> !it.endsWith("LOCK")).toList();
        Path victim = data.get(random.nextInt(data.size()));
        StoredVersions.Range range = damage(files, victim, random);
        mutated++;
        REPORT.clear();
        EngineRepair.Result result = repair(files, random.nextInt(2) == 0);
        boolean changed = result.changed();
        try {
          assertShowsUndamaged(files, stored, victim, range);
          if (changed && result.losses().isEmpty()) {
            assertShowsAll(files, stored);
            repaired.merge(kind(victim) + " without loss", 1, Integer::sum);
          }
        } catch (AssertionError | IOException | RuntimeException e) {
          throw new AssertionError(
              "seed " + (seed + i) + " victim " + victim + " " + range + REPORT, e);
        }
        repaired.merge(kind(victim) + (changed ? " repaired" : " harmless"), 1, Integer::sum);
        restore(files, original);
      }
    }
    System.out.println("EngineRepairFaultTest: " + repaired);
    for (String kind : List.of("CURRENT", "MANIFEST", "log", "sst")) {
      assertTrue(repaired.getOrDefault(kind + " repaired", 0) > 5, repaired.toString());
    }
    for (String kind : List.of("CURRENT", "sst")) {
      assertTrue(repaired.getOrDefault(kind + " without loss", 0) > 5, repaired.toString());
    }
    for (String kind : List.of("MANIFEST", "log", "sst")) {
      int whole = repaired.getOrDefault(kind + " without loss", 0);
      assertTrue(whole < repaired.getOrDefault(kind + " repaired", 0), repaired.toString());
    }
  }

  private static String kind(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith("MANIFEST") ? "MANIFEST" : name.substring(name.indexOf('.') + 1);
  }

  private static void fill(MemoryFileSystem files, EngineModel model, RandomSource random)
      throws IOException {
    LsmEngine engine =
        LsmEngine.open(
            files,
            DIRECTORY,
            RandomOptions.choose(random),
            Clock.system(),
            new SimulatedWorkers(true));
    List<Tree> trees =
        IntStream.range(0, EngineModel.TREES).mapToObj(i -> engine.tree("t" + i)).toList();
    for (int i = 0; i < 120; i++) {
      List<EngineModel.Step> steps = EngineModel.randomBatch(random, 4, KEYS, 100);
      model.add(steps);
      write(engine, EngineModel.toBatch(steps, trees));
    }
    if (random.nextInt(2) == 0) {
      engine.close();
    }
    files.crash(random.nextLong());
  }

  private static Map<Path, byte[]> contents(MemoryFileSystem files) throws IOException {
    Map<Path, byte[]> contents = new TreeMap<>();
    for (String name : files.list(DIRECTORY)) {
      if (!name.equals("quarantine")) {
        contents.put(DIRECTORY.resolve(name), files.contents(DIRECTORY.resolve(name)));
      }
    }
    return contents;
  }

  private static void restore(MemoryFileSystem files, Map<Path, byte[]> original)
      throws IOException {
    files.restart();
    for (String name : files.list(DIRECTORY)) {
      if (!name.equals("quarantine")) {
        files.delete(DIRECTORY.resolve(name));
      }
    }
    original.forEach(files::overwrite);
  }

  private static StoredVersions.Range damage(
      MemoryFileSystem files, Path victim, RandomSource random) throws IOException {
    byte[] bytes = files.contents(victim);
    int at = random.nextInt(Math.max(1, bytes.length));
    switch (bytes.length == 0 ? 3 : random.nextInt(5)) {
      case 0, 1 -> {
        files.flipBit(victim, at * 8L + random.nextInt(8));
        return new StoredVersions.Range(at, at + 1);
      }
      case 2 -> {
        files.overwrite(victim, Arrays.copyOf(bytes, at));
        return new StoredVersions.Range(at, Long.MAX_VALUE);
      }
      case 3 -> {
        files.delete(victim);
        return new StoredVersions.Range(0, Long.MAX_VALUE);
      }
      default -> {
        int end = Math.min(bytes.length, at + 1 + random.nextInt(600));
        Arrays.fill(bytes, at, end, (byte) 0);
        files.overwrite(victim, bytes);
        return new StoredVersions.Range(at, end);
      }
    }
  }

  private static EngineRepair.Result repair(MemoryFileSystem files, boolean beyondDamage)
      throws IOException {
    return new EngineRepair(
            LOCATION.apply(files), RandomSource.seeded(1), beyondDamage, REPORT::add)
        .run();
  }

  private static LsmEngine open(MemoryFileSystem files) throws IOException {
    return LsmEngine.open(
        files, DIRECTORY, RandomOptions.sealed(), Clock.system(), new SimulatedWorkers(true));
  }

  private static void assertShowsUndamaged(
      MemoryFileSystem files, StoredVersions stored, Path victim, StoredVersions.Range damage)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    EngineVerifier.Result verified =
        new EngineVerifier(LOCATION.apply(files), findings::add, Progress.NONE).run();
    assertTrue(verified.isWhole(), findings.toString());
    Catalog catalog = Manifest.load(files, DIRECTORY, new Ciphers(TestKeyring.ONE)).orElseThrow();
    try (LsmEngine engine = open(files);
        ReadView view = engine.snapshot()) {
      for (Map.Entry<Integer, String> name : catalog.trees().entrySet()) {
        Tree tree = engine.tree(name.getValue());
        assertEquals(name.getKey(), tree.id());
        stored.assertEveryValueWasWritten(view, tree);
        stored.assertHasUndamaged(view, tree, victim, damage);
      }
    }
  }

  /** A repair that names no loss has lost nothing. */
  private static void assertShowsAll(MemoryFileSystem files, StoredVersions stored)
      throws IOException {
    Catalog catalog = Manifest.load(files, DIRECTORY, new Ciphers(TestKeyring.ONE)).orElseThrow();
    try (LsmEngine engine = open(files);
        ReadView view = engine.snapshot()) {
      for (String name : catalog.trees().values()) {
        stored.assertShowsExactly(view, engine.tree(name));
      }
    }
  }

  @Test
  void wholeDirectoryIsLeftAsItIs() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    fill(files, new EngineModel(), RandomSource.seeded(5));
    Map<Path, byte[]> before = contents(files);
    assertFalse(repair(files, false).changed());
    Map<Path, byte[]> after = contents(files);
    assertEquals(before.keySet(), after.keySet());
    before.forEach((path, bytes) -> assertArrayEquals(bytes, after.get(path)));
  }

  private static Path only(MemoryFileSystem files, String suffix) throws IOException {
    List<String> names =
        files.list(DIRECTORY).stream().filter(name -> name.endsWith(suffix)).toList();
    assertEquals(1, names.size(), names.toString());
    return DIRECTORY.resolve(names.getFirst());
  }

  /** Ten writes in the log, the fourth of them damaged. */
  private static MemoryFileSystem withDamagedLog() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    LsmEngine engine = open(files);
    Tree tree = engine.tree("t");
    for (int i = 0; i < 10; i++) {
      write(engine, new WriteBatch().put(tree, bytes("k" + i), new byte[100]));
    }
    engine.close();
    files.crash(1);
    Path log = only(files, ".log");
    long number = FileNames.logNumber(String.valueOf(log.getFileName())).orElseThrow();
    long fourth =
        FrameScanner.scan(files, log, FileKind.LOG, number, new Ciphers(TestKeyring.ONE))
            .frames()
            .stream()
            .filter(frame -> frame.sequence() == 4)
            .mapToLong(FrameScanner.Frame::offset)
            .findFirst()
            .orElseThrow();
    files.flipBit(log, (fourth + 50) * 8L);
    return files;
  }

  private static List<String> keys(MemoryFileSystem files) throws IOException {
    List<String> found = new ArrayList<>();
    try (LsmEngine engine = open(files);
        ReadView view = engine.snapshot()) {
      for (int i = 0; i < 10; i++) {
        if (view.get(engine.tree("t"), bytes("k" + i)) != null) {
          found.add("k" + i);
        }
      }
    }
    return found;
  }

  @Test
  void writesBehindALostOneAreTakenOnDemandOnly() throws IOException {
    MemoryFileSystem files = withDamagedLog();
    Path log = only(files, ".log");
    byte[] damaged = files.contents(log);
    EngineRepair.Result result = repair(files, false);
    assertTrue(result.changed(), result.toString());
    Losses losses = result.losses();
    assertEquals(List.of(log), List.copyOf(losses.files()), losses.toString());
    assertEquals(7, losses.writes(), losses.toString());
    assertEquals(0, losses.versions(), losses.toString());
    assertEquals(List.of("k0", "k1", "k2"), keys(files));
    assertArrayEquals(
        damaged, files.contents(result.quarantine().resolve(String.valueOf(log.getFileName()))));
    String report =
        new String(
            files.contents(result.quarantine().resolve("REPORT.txt")),
            java.nio.charset.StandardCharsets.UTF_8);
    assertTrue(report.contains("left out writes 5 to 10"), report);

    MemoryFileSystem again = withDamagedLog();
    EngineRepair.Result beyond = repair(again, true);
    assertTrue(beyond.changed());
    assertEquals(1, beyond.losses().writes(), beyond.toString());
    assertEquals(List.of("k0", "k1", "k2", "k4", "k5", "k6", "k7", "k8", "k9"), keys(again));
    assertFalse(repair(again, true).changed());
  }

  /** Trees keep their numbers when their names are lost with every manifest. */
  @Test
  void lostManifestLosesNoData() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    try (LsmEngine engine = open(files)) {
      Tree tree = engine.tree("t");
      write(engine, new WriteBatch().put(tree, bytes("a"), bytes("old")));
      engine.flush();
      write(engine, new WriteBatch().put(tree, bytes("a"), bytes("new")).delete(tree, bytes("b")));
      engine.flush();
      write(engine, new WriteBatch().put(tree, bytes("c"), bytes("in the log")));
    }
    for (String name : files.list(DIRECTORY)) {
      if (FileNames.manifestNumber(name).isPresent()) {
        files.delete(DIRECTORY.resolve(name));
      }
    }
    EngineRepair.Result result = repair(files, false);
    assertTrue(result.changed());
    assertEquals(2, result.losses().places().size(), "files in use and a name: " + result);
    try (LsmEngine engine = open(files);
        ReadView view = engine.snapshot()) {
      Tree tree = engine.tree("recovered-0");
      assertArrayEquals(bytes("new"), view.get(tree, bytes("a")));
      assertArrayEquals(bytes("in the log"), view.get(tree, bytes("c")));
      assertNull(view.get(tree, bytes("b")));
    }
  }

  @Test
  void powerCutAtAnyPointOfARepairLosesNothing() throws IOException {
    int cuts = 0;
    for (long at = 1; ; at++) {
      MemoryFileSystem files = withDamagedLog();
      files.inject(new FileFault(files.operations() + at, FileFault.Kind.POWER_OFF));
      try {
        boolean changed = repair(files, true).changed();
        assertTrue(changed);
      } catch (IOException e) {
        assertTrue(files.faultFired(), e.toString());
      }
      if (!files.faultFired()) {
        break;
      }
      cuts++;
      files.crash(at);
      boolean unused = repair(files, true).changed();
      assertEquals(9, keys(files).size(), "cut at operation " + at);
    }
    assertTrue(cuts > 20, "cuts: " + cuts);
  }

  @Test
  void toolsRefuseWhatIsNotTheirs() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    try (LsmEngine engine = open(files)) {
      write(engine, new WriteBatch().put(engine.tree("t"), bytes("k"), bytes("v")));
      engine.flush();
      assertThrows(FileLockedException.class, () -> repair(files, false));
    }
    String name =
        files.list(DIRECTORY).stream()
            .filter(it -> FileNames.manifestNumber(it).isPresent())
            .findFirst()
            .orElseThrow();
    byte[] bytes = files.contents(DIRECTORY.resolve(name));
    CRC32C crc = new CRC32C();
    ByteBuffer.wrap(bytes).putInt(8, 999);
    crc.update(bytes, 0, 36);
    ByteBuffer.wrap(bytes).putInt(36, (int) crc.getValue());
    files.overwrite(DIRECTORY.resolve(name), bytes);
    assertThrows(UnsupportedFormatException.class, () -> repair(files, false));
    assertArrayEquals(bytes, files.contents(DIRECTORY.resolve(name)));
    assertThrows(
        java.nio.file.NoSuchFileException.class,
        () ->
            new EngineRepair(
                    new EngineLocation(files, Path.of("/none")),
                    RandomSource.seeded(1),
                    false,
                    finding -> {})
                .run());
  }
}
