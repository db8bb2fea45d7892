package io.cairndb.storage.engine.format;

import io.cairndb.env.MemoryFileSystem;
import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.fuzz.Seeds;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.Ciphers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What follows the header of a framed file. Checksums of frames that fit into the file are made
 * right first. What the reader of the engine believes, the scanner of the tools finds, too.
 */
public final class FrameTarget implements FuzzTarget {
  private static final Path FILE = Path.of("/frames");
  private static final long NUMBER = 3;
  private static final long SALT = 77;
  private static final Ciphers NO_KEYS = new Ciphers(null);

  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String name :
        List.of("v1/000003.log.bin", "v2/000005.log.bin", "v2/MANIFEST-000002.bin")) {
      byte[] file = Seeds.file("libs/storage-engine/src/test/resources/golden/" + name);
      byte[] frames = Arrays.copyOfRange(file, FileHeader.BYTES, file.length);
      seeds.add(Seeds.selecting(name.startsWith("v1") ? 0 : 1, frames));
    }
    return seeds;
  }

  @Override
  public void run(byte[] input) throws IOException {
    if (input.length == 0) {
      return;
    }
    FormatVersion[] formats = FormatVersion.values();
    FileHeader header =
        new FileHeader(FileKind.LOG, formats[(input[0] & 0x7F) % formats.length], NUMBER, 1, SALT);
    ByteBuffer file = ByteBuffer.allocate(FileHeader.BYTES + input.length - 1);
    header.writeTo(file);
    file.put(input, 1, input.length - 1);
    if (input[0] >= 0) {
      makeChecksumsRight(file);
    }
    MemoryFileSystem files = new MemoryFileSystem();
    files.overwrite(FILE, file.array());
    compare(files);
  }

  static void makeChecksumsRight(ByteBuffer file) {
    CRC32C crc = new CRC32C();
    int at = FileHeader.BYTES;
    while (file.capacity() - at >= FrameWriter.FRAME_HEADER_BYTES) {
      int length = file.getInt(at + 8);
      if (length < 0 || length > file.capacity() - at - FrameWriter.FRAME_HEADER_BYTES) {
        return;
      }
      crc.reset();
      crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, SALT));
      crc.update(file.slice(at + 8, FrameWriter.FRAME_HEADER_BYTES - 8 + length));
      file.putInt(at + 4, (int) crc.getValue());
      at += FrameWriter.FRAME_HEADER_BYTES + length;
    }
  }

  private static void compare(MemoryFileSystem files) throws IOException {
    List<Long> believed = new ArrayList<>();
    FrameReader.Result result;
    try {
      result =
          FrameReader.read(
              files,
              FILE,
              FileKind.LOG,
              NUMBER,
              NO_KEYS,
              (header, sequence, payload) -> {
                believed.add(sequence);
                payload.position(payload.limit());
              });
    } catch (IOException refused) {
      // Corruption, or a key that is not there.
      result = null;
    }
    List<Long> found = new ArrayList<>();
    try {
      for (FrameScanner.Frame frame :
          FrameScanner.scan(files, FILE, FileKind.LOG, NUMBER, NO_KEYS).frames()) {
        if (!frame.isClose() && !frame.isKey()) {
          found.add(frame.sequence());
        }
      }
    } catch (IOException refused) {
      Check.that(result == null, "the engine reads what the tools refuse");
      return;
    }
    Check.that(
        found.size() >= believed.size() && found.subList(0, believed.size()).equals(believed),
        "frames that the tools do not find");
  }
}
