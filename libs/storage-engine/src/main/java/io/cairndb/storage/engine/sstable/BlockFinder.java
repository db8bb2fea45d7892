package io.cairndb.storage.engine.sstable;

import io.cairndb.env.ReadableFile;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Finds blocks without an index. Blocks lie one behind the other, and each ends with a checksum
 * that covers its place: where the bytes since the last block's end are followed by their own
 * checksum, a block ends. What lies behind a damaged block is not found this way. Pure functions.
 */
final class BlockFinder {
  private BlockFinder() {}

  /** Bytes of the file that are in memory at a time. */
  private static final int WINDOW_BYTES = 256 << 10;

  /** No block is larger: its size is a whole number of 31 bits. */
  private static final int BLOCK_BYTES_MAX = Integer.MAX_VALUE - SstableFormat.TRAILER_BYTES;

  /**
   * The blocks from byte {@code start} of {@code file} on, up to the first that is damaged, or up
   * to {@code end}.
   *
   * @param salt of the table
   */
  static List<Handle> find(ReadableFile file, long start, long end, long salt) throws IOException {
    return find(new FileWindow(file, WINDOW_BYTES), start, end, salt);
  }

  static List<Handle> find(FileWindow file, long start, long end, long salt) throws IOException {
    List<Handle> found = new ArrayList<>();
    long at = start;
    for (int size = sizeAt(file, at, end, salt); size > 0; size = sizeAt(file, at, end, salt)) {
      found.add(new Handle(at, size));
      at += size;
    }
    return found;
  }

  /** Stored size of the block that begins at {@code start}; 0 when none does. */
  private static int sizeAt(FileWindow file, long start, long end, long salt) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(salt).putLong(start).flip());
    long last = Math.min(end - Integer.BYTES, start + BLOCK_BYTES_MAX);
    for (long at = start; at < last; at++) {
      byte next = file.byteAt(at);
      crc.update(next);
      boolean type = next >= SstableFormat.RAW && next <= SstableFormat.ZSTD;
      if (type && (int) crc.getValue() == file.intAt(at + 1)) {
        return (int) (at + 1 + Integer.BYTES - start);
      }
    }
    return 0;
  }
}
