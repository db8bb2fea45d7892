package io.cairndb.storage.engine.sstable;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The checksum of a block, which covers the table's salt and the block's place, too. Reusable;
 * confined to one thread at a time.
 */
final class BlockChecksum {
  private final CRC32C crc = new CRC32C();
  private final byte[] place = new byte[2 * Long.BYTES];

  /** Of the bytes between position and limit, which are equal afterwards. */
  int of(long salt, long offset, ByteBuffer bytes) {
    begin(salt, offset);
    crc.update(bytes);
    return (int) crc.getValue();
  }

  private void begin(long salt, long offset) {
    for (int i = 0; i < Long.BYTES; i++) {
      int shift = Long.SIZE - Byte.SIZE * (i + 1);
      place[i] = (byte) (salt >>> shift);
      place[Long.BYTES + i] = (byte) (offset >>> shift);
    }
    crc.reset();
    crc.update(place, 0, place.length);
  }
}
