package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Numbers and layouts shared by writer and reader; see {@code docs/formats/sstable.md}. */
final class SstableFormat {
  static final int VERSION = 1;
  static final byte[] MAGIC = "CAIRNSST".getBytes(StandardCharsets.US_ASCII);

  /** Type and checksum behind every block. */
  static final int TRAILER_BYTES = 1 + Integer.BYTES;

  static final byte RAW = 0;
  static final byte LZ4 = 1;

  /** Three handles of 12 bytes, salt, version, checksum, magic. */
  static final int FOOTER_BYTES = 3 * 12 + 8 + 4 + 4 + 8;

  private SstableFormat() {}

  /** Where a block lies; {@code stored} counts its trailer. */
  record Handle(long offset, int stored) {}

  /** The fixed end of the file. */
  record Footer(Handle filter, Handle index, Handle properties, long salt) {
    byte[] toBytes() {
      ByteBuffer out = ByteBuffer.allocate(FOOTER_BYTES);
      for (Handle handle : new Handle[] {filter, index, properties}) {
        out.putLong(handle.offset()).putInt(handle.stored());
      }
      out.putLong(salt).putInt(VERSION);
      CRC32C crc = new CRC32C();
      crc.update(out.array(), 0, out.position());
      return out.putInt((int) crc.getValue()).put(MAGIC).array();
    }

    static Footer parse(byte[] bytes, Path file, long fileBytes) throws IOException {
      long start = fileBytes - FOOTER_BYTES;
      if (!Arrays.equals(bytes, FOOTER_BYTES - 8, FOOTER_BYTES, MAGIC, 0, 8)) {
        throw new CorruptionException(file, fileBytes - 8, "not an SSTable: wrong magic");
      }
      ByteBuffer in = ByteBuffer.wrap(bytes);
      int version = in.getInt(FOOTER_BYTES - 16);
      CRC32C crc = new CRC32C();
      crc.update(bytes, 0, FOOTER_BYTES - 12);
      boolean intact = (int) crc.getValue() == in.getInt(FOOTER_BYTES - 12);
      if (version > VERSION) {
        throw new UnsupportedFormatException(file, version, VERSION);
      }
      if (!intact || version < 1) {
        throw new CorruptionException(file, start, "footer checksum mismatch");
      }
      Handle filter = handle(in, file, start);
      Handle index = handle(in, file, start);
      Handle properties = handle(in, file, start);
      return new Footer(filter, index, properties, in.getLong());
    }

    private static Handle handle(ByteBuffer in, Path file, long limit) throws IOException {
      Handle handle = new Handle(in.getLong(), in.getInt());
      if (handle.offset < 0
          || handle.stored < TRAILER_BYTES
          || handle.offset > limit - handle.stored) {
        throw new CorruptionException(file, limit, "footer points outside the file: " + handle);
      }
      return handle;
    }
  }
}
