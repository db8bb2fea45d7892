package io.cairndb.storage.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.MemoryFileSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The directory is the operator's: what cannot be used is left alone and explained. */
final class DataDirectoryTest {
  private static final Path ROOT = Path.of("/data");

  private final MemoryFileSystem files = new MemoryFileSystem();

  @Test
  void anExistingDirectoryKeepsItsNumberOfShards() throws IOException {
    DataDirectory.open(files, ROOT, 3).close();
    try (DataDirectory again = DataDirectory.open(files, ROOT, 8)) {
      assertEquals(3, again.shards());
      assertEquals(ROOT.resolve("shard-2"), again.shard(2));
    }
  }

  /** Golden: the file every later release must still be able to read. */
  @Test
  void theFormatFileIsText() throws IOException {
    DataDirectory.open(files, ROOT, 3).close();
    assertEquals(
        "cairn-data 1\nshards 3\n",
        new String(files.contents(ROOT.resolve("FORMAT")), StandardCharsets.UTF_8));
    assertFalse(files.exists(ROOT.resolve("FORMAT.new")));
  }

  @Test
  void aSecondOwnerIsRefused() throws IOException {
    DataDirectory first = DataDirectory.open(files, ROOT, 1);
    var refused =
        assertThrows(DataDirectoryException.InUse.class, () -> DataDirectory.open(files, ROOT, 1));
    assertTrue(String.valueOf(refused.getMessage()).contains("/data"));
    first.close();
    DataDirectory.open(files, ROOT, 1).close();
  }

  @Test
  void aNewerFormatIsRefusedAndUntouched() throws IOException {
    byte[] newer = format("cairn-data 2\nregions 9\n");
    assertThrows(DataDirectoryException.Newer.class, () -> DataDirectory.open(files, ROOT, 1));
    assertEquals(newer.length, files.contents(ROOT.resolve("FORMAT")).length);
  }

  @Test
  void anythingElseIsDamage() throws IOException {
    for (String text :
        new String[] {"", "hello", "cairn-data 0\nshards 1\n", "cairn-data 1\nshards 0\n"}) {
      format(text);
      assertThrows(DataDirectoryException.Damaged.class, () -> DataDirectory.open(files, ROOT, 1));
    }
  }

  @Test
  void aDirectoryOfSomethingElseIsRefusedAndUntouched() throws IOException {
    files.createDirectories(ROOT.resolve("photos"));
    assertThrows(DataDirectoryException.Foreign.class, () -> DataDirectory.open(files, ROOT, 1));
    assertEquals(List.of("photos"), files.list(ROOT));
  }

  @Test
  void whatAnEarlyEndOrAVolumeLeavesIsNoObstacle() throws IOException {
    files.createDirectories(ROOT.resolve("lost+found"));
    files.create(ROOT.resolve("FORMAT.new")).close();
    DataDirectory.open(files, ROOT, 1).close();
  }

  @Test
  void shardsWithoutAFormatAreDamage() throws IOException {
    files.createDirectories(ROOT.resolve("shard-0"));
    assertThrows(DataDirectoryException.Damaged.class, () -> DataDirectory.open(files, ROOT, 1));
  }

  @Test
  void aShardThatHasGoneIsDamage() throws IOException {
    try (DataDirectory first = DataDirectory.open(files, ROOT, 2)) {
      for (int index = 0; index < 2; index++) {
        files.createDirectories(first.shard(index));
        files.create(first.shard(index).resolve("CURRENT")).close();
      }
      first.complete();
    }
    DataDirectory.open(files, ROOT, 2).close();
    files.delete(ROOT.resolve("shard-1").resolve("CURRENT"));
    var refused =
        assertThrows(
            DataDirectoryException.Damaged.class, () -> DataDirectory.open(files, ROOT, 2));
    assertTrue(String.valueOf(refused.getMessage()).contains("shard-1 is missing"));
  }

  @Test
  void aCrashWhileCreatingLeavesAUsableDirectory() throws IOException {
    DataDirectory.open(files, ROOT, 2);
    files.crash(7);
    try (DataDirectory again = DataDirectory.open(files, ROOT, 2)) {
      assertEquals(2, again.shards());
    }
  }

  private byte[] format(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!files.exists(ROOT.resolve("FORMAT"))) {
      DataDirectory.open(files, ROOT, 1).close();
    }
    files.overwrite(ROOT.resolve("FORMAT"), bytes);
    return bytes;
  }
}
