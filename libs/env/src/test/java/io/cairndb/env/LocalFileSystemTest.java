package io.cairndb.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

  @Test
  void interruptedCallerSyncsADirectoryAndTruncates() throws IOException {
    LocalFileSystem files = new LocalFileSystem();
    Path file = temporary.resolve("f");
    try (AppendableFile out = files.create(file)) {
      Thread.currentThread().interrupt();
      out.reserve(100_000);
      files.syncDirectory(temporary);
      files.truncate(file, 10);
      assertTrue(Thread.interrupted(), "the interruption is kept for its addressee");
    }
    assertEquals(10, files.size(file));
  }

  /** Interruptions at any moment of reads and writes that other threads share the file with. */
  @Test
  void interruptionsAtRandomHurtNobody() throws Exception {
    LocalFileSystem files = new LocalFileSystem();
    Path written = temporary.resolve("written");
    Path shared = temporary.resolve("shared");
    byte[] content = new byte[64 << 10];
    new Random(7).nextBytes(content);
    try (AppendableFile out = files.create(shared)) {
      out.append(ByteBuffer.wrap(content));
    }
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    AtomicInteger working = new AtomicInteger();
    try (AppendableFile out = files.create(written);
        ReadableFile in = files.openForRead(shared)) {
      Operation writes =
          round -> {
            out.append(ByteBuffer.wrap(content, round % 100, 8_192));
            files.syncDirectory(temporary);
          };
      Operation syncs = round -> out.sync();
      Operation reads =
          round -> {
            ByteBuffer target = ByteBuffer.allocate(16 << 10);
            in.readFully(round % 1_000, target);
            int to = round % 1_000 + target.capacity();
            assertArrayEquals(Arrays.copyOfRange(content, round % 1_000, to), target.array());
          };
      List<Thread> threads =
          Stream.of(writes, syncs, reads, reads)
              .map(it -> Thread.ofPlatform().unstarted(() -> repeat(it, working, failure)))
              .toList();
      working.set(threads.size());
      threads.forEach(Thread::start);
      Random random = new Random(11);
      while (working.get() > 0) {
        threads.get(random.nextInt(threads.size())).interrupt();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertNull(failure.get());
    assertEquals(ROUNDS * 8_192L, files.size(written));
    try (ReadableFile in = files.openForRead(written)) {
      ByteBuffer target = ByteBuffer.allocate(8_192);
      for (int round = 0; round < ROUNDS; round++) {
        in.readFully(round * 8_192L, target.clear());
        int from = round % 100;
        assertArrayEquals(Arrays.copyOfRange(content, from, from + 8_192), target.array());
      }
    }
  }

  private static final int ROUNDS = 300;

  /** One step of a thread that is being interrupted. */
  @FunctionalInterface
  private interface Operation {
    void run(int round) throws IOException;
  }

  private static void repeat(
      Operation operation, AtomicInteger working, AtomicReference<@Nullable Throwable> failure) {
    try {
      for (int round = 0; round < ROUNDS; round++) {
        operation.run(round);
      }
    } catch (IOException | RuntimeException | Error e) {
      failure.set(e);
    } finally {
      working.decrementAndGet();
    }
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
