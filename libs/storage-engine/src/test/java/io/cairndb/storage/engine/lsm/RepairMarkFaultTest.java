package io.cairndb.storage.engine.lsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.FileFault;
import io.cairndb.env.ManualClock;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.env.SimulatedWorkers;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.manifest.RepairMark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An embedder must see that there was a repair, whatever happens to the file that tells it. */
class RepairMarkFaultTest {
  private static final Path DIRECTORY = Path.of("/engine");

  private final MemoryFileSystem files = new MemoryFileSystem();

  @BeforeEach
  void makeDirectory() throws IOException {
    files.createDirectories(DIRECTORY);
    files.syncDirectory(DIRECTORY);
  }

  private long read() throws IOException {
    return RepairMark.read(files, DIRECTORY);
  }

  @Test
  void eachRepairHasANumberOfItsOwn() throws IOException {
    assertEquals(RepairMark.NONE, read());
    RepairMark.write(files, DIRECTORY, 0);
    long first = read();
    assertTrue(first > 0);
    RepairMark.write(files, DIRECTORY, -1L);
    assertEquals(Long.MAX_VALUE, read());
    assertNotEquals(first, read());
  }

  @Test
  void aMarkThatCannotBeReadIsNoneOfThese() throws IOException {
    RepairMark.write(files, DIRECTORY, 42);
    for (String text : new String[] {"", "cairn-repair 12", "x".repeat(100)}) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      files.overwrite(DIRECTORY.resolve(FileNames.REPAIRED), bytes);
      assertTrue(read() < 0, text);
    }
  }

  /** Bytes on disk are for ever. */
  @Test
  void isWrittenAndReadAsTheGoldenFile() throws IOException {
    byte[] golden = golden();
    RepairMark.write(files, DIRECTORY, 7);
    assertArrayEquals(golden, files.contents(DIRECTORY.resolve(FileNames.REPAIRED)));
    RepairMark.write(files, DIRECTORY, 9);
    files.overwrite(DIRECTORY.resolve(FileNames.REPAIRED), golden);
    assertEquals(7, read());
  }

  private static byte[] golden() throws IOException {
    try (InputStream in =
        RepairMarkFaultTest.class.getResourceAsStream("/golden/repaired-v1.hex")) {
      assertNotNull(in);
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.strip());
    }
  }

  private LsmEngine open(Path directory) throws IOException {
    return LsmEngine.open(
        files,
        directory,
        EngineOptions.defaults(),
        new ManualClock(1_000_000),
        new SimulatedWorkers(true));
  }

  @Test
  void aDraftThatAPowerCutLeftGoesWithTheNextOpening() throws IOException {
    Path draft = DIRECTORY.resolve(FileNames.REPAIRED_DRAFT);
    open(DIRECTORY).close();
    files.overwrite(draft, new byte[5]);
    open(DIRECTORY).close();
    assertFalse(files.exists(draft));
    assertEquals(RepairMark.NONE, read());
  }

  /** What an embedder noted before the repair must not be taken for what the checkpoint holds. */
  @Test
  void aCheckpointHasTheMarkOfItsEngine() throws IOException {
    Path first = Path.of("/first");
    Path second = Path.of("/second");
    try (LsmEngine engine = open(DIRECTORY)) {
      long unused = engine.checkpoint(first);
    }
    RepairMark.write(files, DIRECTORY, 42);
    try (LsmEngine engine = open(DIRECTORY)) {
      long unused = engine.checkpoint(second);
    }
    final long repair = read();
    RepairMark.write(files, DIRECTORY, 44);
    try (LsmEngine engine = open(first)) {
      assertEquals(RepairMark.NONE, engine.repairId());
    }
    try (LsmEngine engine = open(second)) {
      assertEquals(repair, engine.repairId(), "whatever is repaired afterwards");
    }
  }

  @Test
  void aPowerCutLeavesThisMarkOrTheOneBefore() throws IOException {
    RepairMark.write(files, DIRECTORY, 1);
    long before = read();
    int cuts = 0;
    boolean cut = true;
    for (int at = 1; cut; at++) {
      long next = 2L * at + 1;
      files.inject(new FileFault(files.operations() + at, FileFault.Kind.POWER_OFF));
      boolean written = false;
      try {
        RepairMark.write(files, DIRECTORY, next);
        written = true;
      } catch (IOException e) {
        assertTrue(files.faultFired(), e.toString());
      }
      cut = files.faultFired();
      cuts += cut ? 1 : 0;
      files.crash(at);
      long after = read();
      assertTrue(after == next || (!written && after == before), after + " after cut " + at);
      before = after;
    }
    assertTrue(cuts > 3, "cuts: " + cuts);
  }
}
