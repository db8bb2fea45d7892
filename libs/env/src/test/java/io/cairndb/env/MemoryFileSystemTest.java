package io.cairndb.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The contract in memory, and that crashes and faults really do harm: a mild fake proves nothing.
 */
class MemoryFileSystemTest extends FileSystemContractTest {
  private static final Path DIRECTORY = Path.of("/memory");
  private static final int SEEDS = 200;

  @Override
  FileSystem files() {
    MemoryFileSystem files = new MemoryFileSystem();
    try {
      files.createDirectories(DIRECTORY);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return files;
  }

  @Override
  Path directory() {
    return DIRECTORY;
  }

  private MemoryFileSystem memory() {
    return (MemoryFileSystem) files();
  }

  private static AppendableFile create(MemoryFileSystem files, String name, int bytes)
      throws IOException {
    AppendableFile file = files.create(DIRECTORY.resolve(name));
    byte[] content = new byte[bytes];
    Arrays.fill(content, (byte) 'x');
    file.append(ByteBuffer.wrap(content));
    return file;
  }

  @Test
  void syncedBytesUnderSyncedNamesSurviveEveryCrash() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryFileSystem files = memory();
      create(files, "f", 5000).sync();
      files.syncDirectory(DIRECTORY);
      files.crash(seed);
      byte[] expected = new byte[5000];
      Arrays.fill(expected, (byte) 'x');
      assertArrayEquals(expected, files.contents(DIRECTORY.resolve("f")));
    }
  }

  @Test
  void unsyncedBytesAreKeptCutZeroedOrTurnedToNoise() throws IOException {
    Set<String> fates = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryFileSystem files = memory();
      AppendableFile file = create(files, "f", 1000);
      file.sync();
      files.syncDirectory(DIRECTORY);
      byte[] more = new byte[2000];
      Arrays.fill(more, (byte) 'y');
      file.append(ByteBuffer.wrap(more));
      files.crash(seed);
      byte[] left = files.contents(DIRECTORY.resolve("f"));
      for (int i = 0; i < left.length; i++) {
        if (i < 1000) {
          assertEquals('x', left[i]);
        } else {
          fates.add(left[i] == 'y' ? "kept" : left[i] == 0 ? "zeroed" : "noise");
        }
      }
      fates.add(left.length == 1000 ? "cut off" : left.length < 3000 ? "cut" : "whole");
    }
    assertEquals(Set.of("kept", "zeroed", "noise", "cut off", "cut", "whole"), fates);
  }

  /** A log that is written over an older one meets each of these at its tail. */
  @Test
  void unsyncedOverwritesAreNewOldTornOrNoiseAndTheirNeighboursSafe() throws IOException {
    Set<String> fates = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryFileSystem files = memory();
      create(files, "f", 4000).sync();
      files.syncDirectory(DIRECTORY);
      AppendableFile over = files.openForOverwrite(DIRECTORY.resolve("f"));
      byte[] text = new byte[1000];
      Arrays.fill(text, (byte) 'y');
      over.append(ByteBuffer.wrap(text));
      over.sync();
      Arrays.fill(text, (byte) 'z');
      over.append(ByteBuffer.wrap(text));
      files.crash(seed);
      String left = new String(files.contents(DIRECTORY.resolve("f")), StandardCharsets.ISO_8859_1);
      assertEquals("y".repeat(1000), left.substring(0, 1000), "synced");
      assertEquals("x".repeat(2000), left.substring(2000), "not written");
      String sector = left.substring(1024, 1536);
      fates.add(
          sector.matches("z+")
              ? "new"
              : sector.matches("x+") ? "old" : sector.matches("z+x+") ? "torn" : "noise");
    }
    assertEquals(Set.of("new", "old", "torn", "noise"), fates);
  }

  @Test
  void overwritesOfAFailedSyncAreLostThoughALaterSyncSucceeds() throws IOException {
    boolean lost = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryFileSystem files = memory();
      create(files, "f", 3000).sync();
      files.syncDirectory(DIRECTORY);
      AppendableFile over = files.openForOverwrite(DIRECTORY.resolve("f"));
      over.append(ByteBuffer.wrap(new byte[2000]));
      files.inject(new FileFault(files.operations() + 1, FileFault.Kind.SYNC_FAILURE));
      assertThrows(IOException.class, over::sync);
      over.sync();
      files.crash(seed);
      lost |= files.contents(DIRECTORY.resolve("f"))[700] != 0;
    }
    assertTrue(lost);
  }

  @Test
  void unsyncedNamesMayVanishOrReturnButARenameIsWhole() throws IOException {
    Set<String> fates = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryFileSystem files = memory();
      create(files, "old", 1).sync();
      create(files, "draft", 2).sync();
      files.syncDirectory(DIRECTORY);
      create(files, "new", 1).sync();
      files.rename(DIRECTORY.resolve("draft"), DIRECTORY.resolve("old"));
      files.crash(seed);
      boolean renamed = files.size(DIRECTORY.resolve("old")) == 2;
      assertEquals(!renamed, files.exists(DIRECTORY.resolve("draft")));
      fates.add(renamed ? "renamed" : "not renamed");
      fates.add(files.exists(DIRECTORY.resolve("new")) ? "created" : "not created");
    }
    assertEquals(Set.of("renamed", "not renamed", "created", "not created"), fates);
  }

  @Test
  void bytesOfAFailedSyncAreLostThoughALaterSyncSucceeds() throws IOException {
    boolean lost = false;
    for (int seed = 0; seed < SEEDS; seed++) {
      MemoryFileSystem files = memory();
      AppendableFile file = create(files, "f", 3000);
      files.syncDirectory(DIRECTORY);
      files.inject(new FileFault(1, FileFault.Kind.SYNC_FAILURE));
      assertThrows(IOException.class, file::sync);
      file.sync();
      files.crash(seed);
      byte[] left = files.contents(DIRECTORY.resolve("f"));
      for (byte b : left) {
        lost |= b != 'x';
      }
    }
    assertTrue(lost);
  }

  @Test
  void powerOffFailsEverythingUntilTheCrash() throws IOException {
    MemoryFileSystem files = memory();
    AppendableFile file = create(files, "f", 10);
    AutoCloseable lock = files.lock(DIRECTORY.resolve("LOCK"));
    files.inject(new FileFault(files.operations() + 2, FileFault.Kind.POWER_OFF));
    file.append(ByteBuffer.wrap(new byte[1]));
    assertFalse(files.faultFired());
    assertThrows(IOException.class, file::sync);
    assertThrows(IOException.class, () -> files.list(DIRECTORY));
    assertTrue(files.faultFired(), lock.toString());
    files.crash(1);
    assertThrows(IOException.class, file::sync, "handles die with the power");
    files.lock(DIRECTORY.resolve("LOCK"));
  }

  @Test
  void fullDiskRefusesWhatNeedsSpaceOnly() throws IOException {
    MemoryFileSystem files = memory();
    AppendableFile file = create(files, "f", 10);
    files.inject(new FileFault(1, FileFault.Kind.NO_SPACE));
    IOException full =
        assertThrows(IOException.class, () -> file.append(ByteBuffer.wrap(new byte[8])));
    assertTrue(String.valueOf(full.getMessage()).contains("No space left"));
    files.delete(DIRECTORY.resolve("f"));
  }

  @Test
  void flippedBitIsRead() throws IOException {
    MemoryFileSystem files = memory();
    create(files, "f", 40_000).close();
    files.flipBit(DIRECTORY.resolve("f"), 30_000 * 8L + 3);
    assertEquals('x' ^ 8, files.contents(DIRECTORY.resolve("f"))[30_000]);
  }
}
