package io.cairndb.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a real disk, and what only real channels suffer from. */
class LocalFileSystemTest extends FileSystemContractTest {
  @TempDir Path temporary;

  @Override
  FileSystem files() {
    return new LocalFileSystem();
  }

  @Override
  Path directory() {
    return temporary;
  }

  /** An interrupted thread used to close the channel under all other readers. */
  @Test
  void interruptedReaderStillReadsAndStaysInterrupted() throws IOException {
    LocalFileSystem files = new LocalFileSystem();
    Path file = temporary.resolve("f");
    try (AppendableFile out = files.create(file)) {
      out.append(ByteBuffer.wrap(new byte[] {7}));
    }
    try (ReadableFile in = files.openForRead(file)) {
      Thread.currentThread().interrupt();
      ByteBuffer target = ByteBuffer.allocate(1);
      in.readFully(0, target);
      assertTrue(Thread.interrupted(), "the interruption is kept for its addressee");
      assertEquals(7, target.get(0));
      target.clear();
      in.readFully(0, target);
    }
  }

  @Test
  void interruptedWriterStillWritesAndStaysInterrupted() throws IOException {
    LocalFileSystem files = new LocalFileSystem();
    Path file = temporary.resolve("f");
    try (AppendableFile out = files.create(file)) {
      Thread.currentThread().interrupt();
      out.append(ByteBuffer.wrap(new byte[] {7}));
      out.sync();
      assertTrue(Thread.interrupted(), "the interruption is kept for its addressee");
      out.append(ByteBuffer.wrap(new byte[] {8}));
    }
    assertEquals(2, files.size(file));
  }

  /** The kernel drops a process's lock when the process closes any descriptor of the file. */
  @Test
  void aSecondAttemptLeavesTheLockInForceForOtherProcesses() throws Exception {
    LocalFileSystem files = new LocalFileSystem();
    Path file = temporary.resolve("LOCK");
    Path alias = Files.createSymbolicLink(temporary.resolve("alias"), temporary);
    try (AutoCloseable held = files.lock(file)) {
      assertThrows(FileLockedException.class, () -> files.lock(file).close());
      assertThrows(FileLockedException.class, () -> files.lock(alias.resolve("LOCK")).close());
      assertEquals(OtherProcess.LOCKED, OtherProcess.tryLock(file));
    }
    assertEquals(OtherProcess.FREE, OtherProcess.tryLock(file));
  }

  /** Takes a lock and ends; its exit code says whether it could. */
  static final class OtherProcess {
    static final int FREE = 10;
    static final int LOCKED = 11;

    private OtherProcess() {}

    public static void main(String[] arguments) throws Exception {
      int code;
      try (AutoCloseable held = new LocalFileSystem().lock(Path.of(arguments[0]))) {
        code = FREE;
      } catch (FileLockedException expected) {
        code = LOCKED;
      }
      System.exit(code);
    }

    static int tryLock(Path file) throws IOException, InterruptedException {
      return new ProcessBuilder(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-cp",
              System.getProperty("java.class.path"),
              OtherProcess.class.getName(),
              file.toString())
          .inheritIO()
          .start()
          .waitFor();
    }
  }
}
