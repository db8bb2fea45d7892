package io.cairndb.storage.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.env.MemoryFileSystem;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.Ciphers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tools read of a damaged log. */
final class FrameScannerTest {
  private static final Path FILE = Path.of("/f/000001.log");
  private static final int BYTES = 8 << 20;

  /** Each of 300,000 places claims to be a frame that reaches to the end of the file. */
  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void valuesThatLookLikeFramesCostLittle() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    files.createDirectories(Path.of("/f"));
    FileHeader header = new FileHeader(FileKind.LOG, FormatVersion.FIRST, 1, 1, 7);
    try (FrameWriter writer = new FrameWriter(files.create(FILE), header)) {
      ByteBuffer value = writer.begin(1, BYTES);
      int first = value.position();
      int end = first + BYTES - BYTES % FrameWriter.FRAME_HEADER_BYTES;
      while (value.position() < end) {
        int rest = end - value.position() - FrameWriter.FRAME_HEADER_BYTES;
        value.putInt(FrameWriter.MARKER).putInt(0).putInt(rest).putLong(2).putLong(40);
      }
      writer.end();
      value = writer.begin(2, 1);
      value.put((byte) 1);
      writer.end();
      writer.sync();
    }
    assertEquals(2, scan(files).frames().size());
    files.flipBit(FILE, (FileHeader.BYTES + 5) * 8L);
    FrameScanner.Scan scan = scan(files);
    assertEquals(1, scan.frames().size());
    assertEquals(2, scan.frames().getFirst().sequence());
    assertTrue(scan.frames().getFirst().afterDamage());
  }

  private static FrameScanner.Scan scan(MemoryFileSystem files) throws IOException {
    return FrameScanner.scan(files, FILE, FileKind.LOG, 1, new Ciphers(null));
  }
}
