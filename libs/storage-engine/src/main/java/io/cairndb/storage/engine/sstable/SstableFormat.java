package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Numbers and layouts shared by writer and reader; see {@code docs/formats/sstable.md}. */
final class SstableFormat {
  static final int VERSION = 1;
  static final byte[] MAGIC = "CAIRNSST".getBytes(StandardCharsets.US_ASCII);

  /** Type and checksum behind every block. */
  static final int TRAILER_BYTES = 1 + Integer.BYTES;

  static final byte RAW = 0;
  static final byte LZ4 = 1;

  /** Looked up once: the factory's accessor is synchronised, and this is on the read path. */
  private static final LZ4SafeDecompressor DECOMPRESSOR =
      LZ4Factory.fastestInstance().safeDecompressor();

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

  /** The checksum of a block covers the table's salt and the block's place, too. */
  static int checksum(CRC32C crc, long salt, long offset, byte[] bytes, int from, int count) {
    byte[] place = new byte[16];
    for (int i = 0; i < 8; i++) {
      place[i] = (byte) (salt >>> (56 - 8 * i));
      place[8 + i] = (byte) (offset >>> (56 - 8 * i));
    }
    crc.reset();
    crc.update(place, 0, place.length);
    crc.update(bytes, from, count);
    return (int) crc.getValue();
  }

  /** Checks and unpacks the block stored at {@code from} in {@code bytes}. */
  static byte[] unpack(byte[] bytes, int from, Handle handle, long salt, Path file)
      throws CorruptionException {
    int body = handle.stored - TRAILER_BYTES;
    int expected = ByteBuffer.wrap(bytes).getInt(from + body + 1);
    if (checksum(new CRC32C(), salt, handle.offset, bytes, from, body + 1) != expected) {
      throw new CorruptionException(file, handle.offset, "block checksum mismatch");
    }
    byte type = bytes[from + body];
    if (type == RAW) {
      return Arrays.copyOfRange(bytes, from, from + body);
    }
    if (type != LZ4) {
      throw new CorruptionException(file, handle.offset, "unknown block type " + type);
    }
    int length = ByteBuffer.wrap(bytes).getInt(from);
    byte[] block = new byte[length];
    int done = DECOMPRESSOR.decompress(bytes, from + 4, body - 4, block, 0, length);
    if (done != length) {
      throw new CorruptionException(file, handle.offset, "block has " + done + " bytes");
    }
    return block;
  }
}
