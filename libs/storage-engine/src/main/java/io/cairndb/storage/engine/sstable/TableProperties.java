package io.cairndb.storage.engine.sstable;

import io.cairndb.item.Varint;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.sstable.SstableMeta.SequenceRange;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The properties block: what a table says of itself. The manifest says the same, so that a table
 * that is not the one the manifest means is found at its opening. Pure functions.
 */
final class TableProperties {
  private TableProperties() {}

  static byte[] encode(
      int tree,
      long entries,
      long tombstones,
      SequenceRange sequences,
      byte[] smallest,
      byte[] largest) {
    ByteBuffer out =
        ByteBuffer.allocate(7 * Varint.MAX_LONG_BYTES + smallest.length + largest.length);
    Varint.put(out, tree);
    Varint.put(out, entries);
    Varint.put(out, tombstones);
    Varint.put(out, sequences.smallest());
    Varint.put(out, sequences.largest());
    Varint.put(out, smallest.length);
    out.put(smallest);
    Varint.put(out, largest.length);
    out.put(largest);
    return Arrays.copyOf(out.array(), out.position());
  }

  /**
   * Compares a block with what the manifest says. Every value has one encoding, so the bytes tell;
   * what a newer release may have added behind is ignored.
   *
   * @param offset of the block in {@code file}
   */
  static void requireSame(byte[] block, SstableMeta meta, Path file, long offset)
      throws CorruptionException {
    byte[] expected =
        encode(
            meta.tree(),
            meta.entries(),
            meta.tombstones(),
            meta.sequences(),
            meta.smallest(),
            meta.largest());
    int mismatch = Arrays.mismatch(expected, block);
    if (mismatch >= 0 && mismatch < expected.length) {
      throw new CorruptionException(
          file, offset, "properties of another table than the manifest names");
    }
  }
}
