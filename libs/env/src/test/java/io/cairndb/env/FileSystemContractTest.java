package io.cairndb.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link FileSystem} does. */
abstract class FileSystemContractTest {
  private FileSystem files;
  private Path directory;

  abstract FileSystem files();

  /** An existing, empty directory. */
  abstract Path directory();

  @BeforeEach
  void setUp() throws IOException {
    files = files();
    directory = directory().resolve("a").resolve("b");
    files.createDirectories(directory);
  }

  private void write(Path file, String text) throws IOException {
    try (AppendableFile out = files.create(file)) {
      out.append(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      out.sync();
    }
  }

  private String read(Path file) throws IOException {
    try (ReadableFile in = files.openForRead(file)) {
      byte[] bytes = new byte[(int) in.length()];
      in.readFully(0, ByteBuffer.wrap(bytes));
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  @Test
  void appendsAddUpAndAreReadAnywhere() throws IOException {
    Path file = directory.resolve("f");
    byte[] large = new byte[100_000];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31);
    }
    try (AppendableFile out = files.create(file)) {
      assertEquals(0, out.length());
      out.append(ByteBuffer.wrap(large, 0, 10));
      out.append(ByteBuffer.allocateDirect(99_990).put(large, 10, 99_990).flip());
      assertEquals(100_000, out.length());
      out.sync();
    }
    assertEquals(100_000, files.size(file));
    try (ReadableFile in = files.openForRead(file)) {
      assertEquals(100_000, in.length());
      byte[] piece = new byte[40_000];
      in.readFully(30_001, ByteBuffer.wrap(piece));
      assertArrayEquals(java.util.Arrays.copyOfRange(large, 30_001, 70_001), piece);
      assertThrows(EOFException.class, () -> in.readFully(99_999, ByteBuffer.allocate(2)));
    }
    try (AppendableFile more = files.openForAppend(file)) {
      more.append(ByteBuffer.wrap(new byte[] {1}));
      assertEquals(100_001, more.length());
    }
    assertEquals(100_001, files.size(file));
  }

  @Test
  void overwritingStartsAtTheFrontAndLeavesWhatLiesBehind() throws IOException {
    Path file = directory.resolve("f");
    write(file, "0123456789");
    try (AppendableFile over = files.openForOverwrite(file)) {
      assertEquals(0, over.length());
      over.append(ByteBuffer.wrap("ab".getBytes(StandardCharsets.UTF_8)));
      over.append(ByteBuffer.wrap("cd".getBytes(StandardCharsets.UTF_8)));
      over.sync();
      assertEquals(4, over.length());
    }
    assertEquals("abcd456789", read(file));
    try (AppendableFile over = files.openForOverwrite(file)) {
      over.append(ByteBuffer.wrap("ABCDEFGHIJKL".getBytes(StandardCharsets.UTF_8)));
      assertEquals(12, over.length());
    }
    assertEquals("ABCDEFGHIJKL", read(file));
    assertThrows(
        NoSuchFileException.class, () -> files.openForOverwrite(directory.resolve("missing")));
  }

  @Test
  void reservedBytesAreZerosThatAppendsReplace() throws IOException {
    Path file = directory.resolve("f");
    try (AppendableFile out = files.create(file)) {
      out.append(ByteBuffer.wrap(new byte[] {1, 2}));
      out.reserve(100_000);
      assertEquals(2, out.length());
      assertEquals(100_000, files.size(file));
      out.reserve(50);
      out.append(ByteBuffer.wrap(new byte[] {3}));
      out.sync();
      assertEquals(3, out.length());
      assertEquals(100_000, files.size(file));
      out.append(ByteBuffer.allocate(100_000));
      assertEquals(100_003, files.size(file));
    }
    try (ReadableFile in = files.openForRead(file)) {
      ByteBuffer head = ByteBuffer.allocate(4);
      in.readFully(0, head);
      assertArrayEquals(new byte[] {1, 2, 3, 0}, head.array());
    }
  }

  @Test
  void createRefusesAnExistingNameAndOpenAMissingOne() throws IOException {
    Path file = directory.resolve("f");
    write(file, "x");
    assertThrows(FileAlreadyExistsException.class, () -> files.create(file));
    Path missing = directory.resolve("missing");
    assertThrows(NoSuchFileException.class, () -> files.openForRead(missing));
    assertThrows(NoSuchFileException.class, () -> files.openForAppend(missing));
    assertThrows(NoSuchFileException.class, () -> files.size(missing));
    assertThrows(NoSuchFileException.class, () -> files.delete(missing));
    assertThrows(
        NoSuchFileException.class, () -> files.create(directory.resolve("no").resolve("f")));
  }

  @Test
  void renameReplacesAndDeleteRemoves() throws IOException {
    Path from = directory.resolve("from");
    Path to = directory.resolve("to");
    write(from, "new");
    write(to, "old");
    files.rename(from, to);
    files.syncDirectory(directory);
    assertEquals("new", read(to));
    assertFalse(files.exists(from));
    assertEquals(List.of("to"), files.list(directory));
    files.delete(to);
    assertFalse(files.exists(to));
  }

  @Test
  void linkIsAnotherNameOfTheSameFile() throws IOException {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    write(first, "text");
    files.link(first, second);
    files.delete(first);
    assertEquals("text", read(second));
  }

  @Test
  void truncateCuts() throws IOException {
    Path file = directory.resolve("f");
    write(file, "0123456789");
    files.truncate(file, 4);
    assertEquals("0123", read(file));
  }

  @Test
  void openFilesOutliveTheirNames() throws IOException {
    Path file = directory.resolve("f");
    write(file, "text");
    try (ReadableFile in = files.openForRead(file)) {
      files.delete(file);
      ByteBuffer target = ByteBuffer.allocate(4);
      in.readFully(0, target);
      assertEquals("text", new String(target.array(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void listIsSortedAndKnowsDirectories() throws IOException {
    write(directory.resolve("z"), "");
    write(directory.resolve("y"), "");
    files.createDirectories(directory.resolve("dir"));
    assertEquals(List.of("dir", "y", "z"), files.list(directory));
    assertTrue(files.exists(directory.resolve("dir")));
    assertThrows(NoSuchFileException.class, () -> files.list(directory.resolve("none")));
  }

  @Test
  void lockIsExclusiveUntilClosed() throws Exception {
    Path file = directory.resolve("LOCK");
    try (AutoCloseable held = files.lock(file)) {
      assertThrows(FileLockedException.class, () -> files.lock(file).close());
      assertTrue(files.exists(file), held.toString());
    }
    files.lock(file).close();
  }

  @Test
  void closedFilesRefuseWork() throws IOException {
    Path file = directory.resolve("f");
    write(file, "text");
    ReadableFile in = files.openForRead(file);
    in.close();
    assertThrows(IOException.class, () -> in.readFully(0, ByteBuffer.allocate(1)));
  }

  @Test
  void usableBytesIsPositive() throws IOException {
    assertTrue(files.usableBytes(directory) > 0);
  }
}
