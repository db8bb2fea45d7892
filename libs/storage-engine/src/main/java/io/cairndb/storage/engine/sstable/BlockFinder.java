package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
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

  /**
   * The blocks from the beginning of {@code contents} on, up to the first that is damaged.
   *
   * @param offset of the contents in the file
   * @param salt of the table
   */
  static List<Handle> find(byte[] contents, long offset, long salt) {
    List<Handle> found = new ArrayList<>();
    int start = 0;
    int end = endOfBlock(contents, start, offset, salt);
    while (end > 0) {
      found.add(new Handle(offset + start, end - start));
      start = end;
      end = endOfBlock(contents, start, offset, salt);
    }
    return found;
  }

  /** End of the block that begins at {@code start}; 0 when none does. */
  private static int endOfBlock(byte[] contents, int start, long offset, long salt) {
    CRC32C crc = new CRC32C();
    crc.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(salt).putLong(offset + start).flip());
    for (int at = start; at < contents.length - Integer.BYTES; at++) {
      crc.update(contents[at]);
      boolean type = contents[at] >= SstableFormat.RAW && contents[at] <= SstableFormat.ZSTD;
      if (type && (int) crc.getValue() == Block.bigEndian(contents, at + 1)) {
        return at + 1 + Integer.BYTES;
      }
    }
    return 0;
  }
}
