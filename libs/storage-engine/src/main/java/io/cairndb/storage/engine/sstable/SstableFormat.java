package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.UnsupportedFormatException;
import io.cairndb.storage.engine.sstable.IndexCheck.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Numbers and layouts shared by writer and reader; see {@code docs/formats/sstable.md}. */
final class SstableFormat {
  static final byte[] MAGIC = "CAIRNSST".getBytes(StandardCharsets.US_ASCII);

  /** Type and checksum behind every block. */
  static final int TRAILER_BYTES = 1 + Integer.BYTES;

  static final byte RAW = 0;
  static final byte LZ4 = 1;
  static final byte ZSTD = 2;

  /** No byte of a compressed block stands for more bytes than this. */
  static final int EXPANSION_MAX = 255;

  private static final int HANDLE_BYTES = Long.BYTES + Integer.BYTES;

  /** Salt, version, checksum, magic: these end a table of any version. */
  private static final int END_BYTES = 8 + 4 + 4 + 8;

  /** The smallest table there may be. */
  static final int FOOTER_BYTES_MIN = 3 * HANDLE_BYTES + END_BYTES;

  private static final int FOOTER_BYTES_VERSIONS = 5 * HANDLE_BYTES + END_BYTES;

  static final int FOOTER_BYTES_MAX = FOOTER_BYTES_VERSIONS + Integer.BYTES;

  private SstableFormat() {}

  static int footerBytes(FormatVersion format) {
    return switch (format) {
      case FIRST -> FOOTER_BYTES_MIN;
      case VERSIONS -> FOOTER_BYTES_VERSIONS;
      case PARTITIONS -> FOOTER_BYTES_MAX;
    };
  }

  /** Where a block lies; {@code stored} counts its trailer. */
  record Handle(long offset, int stored) {
    static final Handle NONE = new Handle(0, 0);

    boolean isNone() {
      return stored == 0;
    }
  }

  /**
   * The blocks that a footer points to.
   *
   * @param ranges the range deletions; none when there are no such
   * @param cipher how the blocks are sealed; none when they are not
   */
  record Blocks(Handle filter, Handle index, Handle properties, Handle ranges, Handle cipher) {}

  /**
   * The fixed end of the file.
   *
   * @param partitions of the index; 0 when the index is one block, which lists data blocks
   */
  record Footer(FormatVersion format, Blocks blocks, int partitions, long salt) {
    /** What the data blocks take, one behind the other. */
    Extent data() {
      Handle cipher = blocks.cipher;
      return new Extent(cipher.offset + cipher.stored, blocks.filter.offset);
    }

    byte[] toBytes() {
      ByteBuffer out = ByteBuffer.allocate(footerBytes(format));
      put(out, blocks.filter);
      put(out, blocks.index);
      put(out, blocks.properties);
      if (format.isAtLeast(FormatVersion.VERSIONS)) {
        put(out, blocks.ranges);
        put(out, blocks.cipher);
      }
      if (format.isAtLeast(FormatVersion.PARTITIONS)) {
        out.putInt(partitions);
      }
      out.putLong(salt).putInt(format.number());
      CRC32C crc = new CRC32C();
      crc.update(out.array(), 0, out.position());
      return out.putInt((int) crc.getValue()).put(MAGIC).array();
    }

    private static void put(ByteBuffer out, Handle handle) {
      out.putLong(handle.offset()).putInt(handle.stored());
    }

    /**
     * Reads the footer.
     *
     * @param tail the last bytes of the file, at most {@link #FOOTER_BYTES_MAX}
     */
    static Footer parse(byte[] tail, Path file, long fileBytes) throws IOException {
      int magicAt = tail.length - MAGIC.length;
      if (!Arrays.equals(tail, magicAt, tail.length, MAGIC, 0, MAGIC.length)) {
        throw new CorruptionException(file, fileBytes - 8, "not an SSTable: wrong magic");
      }
      int version = ByteBuffer.wrap(tail).getInt(tail.length - 16);
      if (version > FormatVersion.NEWEST.number()) {
        throw new UnsupportedFormatException(file, version, FormatVersion.NEWEST.number());
      }
      if (version < 1) {
        throw new CorruptionException(file, fileBytes - 16, "format version " + version);
      }
      FormatVersion format = FormatVersion.of(version);
      int length = footerBytes(format);
      long start = fileBytes - length;
      if (start < 0) {
        throw new CorruptionException(file, 0, "shorter than its footer");
      }
      ByteBuffer in = ByteBuffer.wrap(tail, tail.length - length, length).slice();
      CRC32C crc = new CRC32C();
      crc.update(in.duplicate().limit(length - 12));
      if ((int) crc.getValue() != in.getInt(length - 12)) {
        throw new CorruptionException(file, start, "footer checksum mismatch");
      }
      boolean second = format.isAtLeast(FormatVersion.VERSIONS);
      Blocks blocks =
          new Blocks(
              handle(in, file, start),
              handle(in, file, start),
              handle(in, file, start),
              second ? optionalHandle(in, file, start) : Handle.NONE,
              second ? optionalHandle(in, file, start) : Handle.NONE);
      int partitions = format.isAtLeast(FormatVersion.PARTITIONS) ? in.getInt() : 0;
      if (partitions < 0 || partitions > fileBytes) {
        throw new CorruptionException(file, start, partitions + " partitions");
      }
      return new Footer(format, blocks, partitions, in.getLong());
    }

    private static Handle optionalHandle(ByteBuffer in, Path file, long limit) throws IOException {
      boolean none = in.getInt(in.position() + Long.BYTES) == 0;
      if (none) {
        in.position(in.position() + HANDLE_BYTES);
        return Handle.NONE;
      }
      return handle(in, file, limit);
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
