package io.cairndb.storage.engine.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.encoding.Varint;
import io.cairndb.env.MemoryFileSystem;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Torn tails against corruption, byte by byte. */
class FrameReaderTest {
  private static final Path FILE = Path.of("/f/000001.log");
  private static final int PAYLOAD = 50;
  private static final int FRAME = FrameWriter.FRAME_HEADER_BYTES + PAYLOAD;
  private final MemoryFileSystem files = new MemoryFileSystem();
  private final List<Long> seen = new ArrayList<>();

  @BeforeEach
  void setUp() throws IOException {
    files.createDirectories(Path.of("/f"));
  }

  /** Frames 1 to 4; a sync behind the second, none between the third and the fourth. */
  private byte[] write(boolean closed) throws IOException {
    FileHeader header = new FileHeader(FileKind.LOG, FormatVersion.FIRST, 1, 1, 0x5A17);
    try (FrameWriter writer = new FrameWriter(files.create(FILE), header)) {
      frame(writer, 1);
      frame(writer, 2);
      writer.sync();
      frame(writer, 3);
      frame(writer, 4);
      if (closed) {
        writer.finish();
      } else {
        writer.drain();
      }
    }
    return files.contents(FILE);
  }

  private static void frame(FrameWriter writer, long sequence) throws IOException {
    ByteBuffer out = writer.begin(sequence, PAYLOAD);
    for (int i = 0; i < PAYLOAD; i++) {
      out.put((byte) sequence);
    }
    writer.end();
  }

  private FrameReader.Result read() throws IOException {
    seen.clear();
    return FrameReader.read(
        files,
        FILE,
        FileKind.LOG,
        1,
        (header, sequence, payload) -> {
          seen.add(sequence);
          payload.position(payload.limit());
        });
  }

  @Test
  void readsAllFrames() throws IOException {
    byte[] bytes = write(true);
    FrameReader.Result result = read();
    assertFalse(result.torn());
    assertEquals(bytes.length, result.validBytes());
    assertEquals(List.of(1L, 2L, 3L, 4L), seen);
  }

  @Test
  void anyCutIsATornTail() throws IOException {
    byte[] bytes = write(false);
    for (int length = FileHeader.BYTES; length < bytes.length; length++) {
      files.overwrite(FILE, Arrays.copyOf(bytes, length));
      FrameReader.Result result = read();
      int whole = (length - FileHeader.BYTES) / FRAME;
      assertEquals(whole, seen.size());
      assertEquals(FileHeader.BYTES + (long) whole * FRAME, result.validBytes());
    }
  }

  @Test
  void damageBeforeASyncThatALaterFrameRecordsIsCorruption() throws IOException {
    byte[] bytes = write(false);
    for (int at = FileHeader.BYTES; at < FileHeader.BYTES + 2 * FRAME; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      files.overwrite(FILE, damaged);
      CorruptionException found = assertThrows(CorruptionException.class, this::read);
      long frame = (at - FileHeader.BYTES) / FRAME;
      assertEquals(FileHeader.BYTES + frame * FRAME, found.offset());
    }
  }

  @Test
  void damageAmongFramesInFlightTogetherIsATornTail() throws IOException {
    byte[] bytes = write(false);
    for (int at = FileHeader.BYTES + 2 * FRAME; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      files.overwrite(FILE, damaged);
      assertTrue(read().torn());
      assertEquals((at - FileHeader.BYTES) / FRAME, seen.size());
    }
  }

  @Test
  void afterAnOrderlyCloseAllDamageIsCorruption() throws IOException {
    byte[] bytes = write(true);
    for (int at = FileHeader.BYTES; at < FileHeader.BYTES + 4 * FRAME; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      files.overwrite(FILE, damaged);
      assertThrows(CorruptionException.class, this::read);
    }
  }

  /** Values of a client can look like this; each one's checksum over all the rest took hours. */
  @Test
  @Timeout(20)
  void aTailFullOfWhatLooksLikeFramesIsSeenThroughQuickly() throws IOException {
    byte[] bytes = write(false);
    int bad = FileHeader.BYTES + 2 * FRAME;
    int size = bytes.length + (8 << 20);
    ByteBuffer hostile = ByteBuffer.allocate(size).put(bytes);
    while (hostile.remaining() >= FrameWriter.FRAME_HEADER_BYTES) {
      int rest = hostile.remaining() - FrameWriter.FRAME_HEADER_BYTES;
      hostile.putInt(FrameWriter.MARKER).putInt(0).putInt(rest).putLong(9).putLong(bad + 1L);
    }
    hostile.array()[bad] ^= 4;
    files.overwrite(FILE, hostile.array());
    assertTrue(read().torn());
    assertEquals(List.of(1L, 2L), seen);
  }

  @Test
  void aProofBehindWhatLooksLikeFramesIsFound() throws IOException {
    byte[] bytes = write(true);
    byte[] damaged = bytes.clone();
    int bad = FileHeader.BYTES + FRAME;
    ByteBuffer.wrap(damaged, bad + FrameWriter.FRAME_HEADER_BYTES, PAYLOAD)
        .putInt(FrameWriter.MARKER)
        .putInt(0)
        .putInt(4)
        .putLong(9)
        .putLong(bad + 1L);
    files.overwrite(FILE, damaged);
    assertThrows(CorruptionException.class, this::read);
  }

  @Test
  void theChecksumOfARangeIsThatOfItsBytes() {
    byte[] bytes = new byte[5000];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * i >>> 3);
    }
    RangeChecksums checksums = new RangeChecksums(bytes);
    int[] edges = {0, 1, 7, 1023, 1024, 1025, 2048, 3333, 4096, 4999, 5000};
    for (int from : edges) {
      for (int to : edges) {
        if (from <= to) {
          CRC32C crc = new CRC32C();
          crc.update(0x5A);
          int before = (int) crc.getValue();
          crc.update(bytes, from, to - from);
          assertEquals((int) crc.getValue(), checksums.following(before, from, to));
        }
      }
    }
  }

  @Test
  void damagedHeadersAreRefused() throws IOException {
    byte[] bytes = write(true);
    for (int at = 0; at < FileHeader.BYTES; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 4;
      files.overwrite(FILE, damaged);
      IOException refused = assertThrows(IOException.class, this::read);
      assertTrue(
          refused instanceof CorruptionException || refused instanceof UnsupportedFormatException);
    }
  }

  @Test
  void framesLargerThanTheBufferAreWrittenWhole() throws IOException {
    FileHeader header = new FileHeader(FileKind.LOG, FormatVersion.FIRST, 1, 1, 7);
    int large = 1 << 20;
    try (FrameWriter writer = new FrameWriter(files.create(FILE), header)) {
      frame(writer, 1);
      writer.begin(2, large).put(new byte[large]);
      writer.end();
      frame(writer, 3);
      writer.sync();
    }
    assertFalse(read().torn());
    assertEquals(List.of(1L, 2L, 3L), seen);
  }

  @Test
  void varintsOfEveryLengthComeBack() {
    ByteBuffer buffer = ByteBuffer.allocate(Varint.MAX_LONG_BYTES);
    for (int bits = 0; bits < 64; bits++) {
      for (long value : new long[] {1L << bits, (1L << bits) - 1, -1L << bits}) {
        buffer.clear();
        Varint.put(buffer, value);
        assertEquals(Varint.length(value), buffer.position());
        buffer.flip();
        assertEquals(value, Varint.get(buffer));
      }
    }
  }
}
