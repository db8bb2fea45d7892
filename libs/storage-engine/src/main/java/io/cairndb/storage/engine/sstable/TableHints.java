package io.cairndb.storage.engine.sstable;

import io.cairndb.encoding.Varint;
import io.cairndb.storage.engine.CompactionFilter;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a table tells compactions about when it will not be needed. Nothing depends on a hint but
 * which table is compacted when. Times are in milliseconds since the Unix epoch.
 *
 * @param firstExpiry the least of its entries; {@link CompactionFilter#NEVER} when none expires
 * @param lastExpiry the greatest of its entries; never when one does not expire
 * @param written when its newest entry was written to a table first; {@link #UNKNOWN} if not known
 */
public record TableHints(long firstExpiry, long lastExpiry, long written) {
  public static final long UNKNOWN = Long.MAX_VALUE;
  public static final TableHints NONE =
      new TableHints(CompactionFilter.NEVER, CompactionFilter.NEVER, UNKNOWN);

  /** As it stands at the end of a properties block; nothing when there is nothing to say. */
  byte[] encode() {
    if (equals(NONE)) {
      return new byte[0];
    }
    ByteBuffer out = ByteBuffer.allocate(3 * Varint.MAX_LONG_BYTES);
    Varint.put(out, firstExpiry);
    Varint.put(out, lastExpiry);
    Varint.put(out, written);
    return Arrays.copyOf(out.array(), out.position());
  }

  /** What follows the first {@code offset} bytes of a properties block; throws as Varint does. */
  static TableHints decode(byte[] properties, int offset) {
    if (properties.length == offset) {
      return NONE;
    }
    ByteBuffer in = ByteBuffer.wrap(properties, offset, properties.length - offset);
    return new TableHints(Varint.get(in), Varint.get(in), Varint.get(in));
  }
}
