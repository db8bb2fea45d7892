package io.cairndb.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
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
}
