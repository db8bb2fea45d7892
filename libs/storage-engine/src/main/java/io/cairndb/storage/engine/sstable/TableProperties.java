package io.cairndb.storage.engine.sstable;

import io.cairndb.encoding.Varint;
import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
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
      FormatVersion format, int tree, SstableMeta.Contents contents, KeyRange keys) {
    int keyBytes = keys.smallest().length + keys.largest().length;
    ByteBuffer out = ByteBuffer.allocate(10 * Varint.MAX_LONG_BYTES + keyBytes);
    Varint.put(out, tree);
    Varint.put(out, contents.entries());
    Varint.put(out, contents.tombstones());
    Varint.put(out, contents.sequences().smallest());
    Varint.put(out, contents.sequences().largest());
    Varint.put(out, keys.smallest().length);
    out.put(keys.smallest());
    Varint.put(out, keys.largest().length);
    out.put(keys.largest());
    if (format.isAtLeast(FormatVersion.VERSIONS)) {
      Varint.put(out, contents.keys());
      Varint.put(out, contents.rangeDeletions());
      Varint.put(out, keys.openEnded() ? 1 : 0);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** The hints behind what a block says of {@code meta}; throws as {@link Varint} does. */
  static TableHints hints(FormatVersion format, byte[] block, SstableMeta meta) {
    int known = encode(format, meta.tree(), meta.contents(), meta.keys()).length;
    return TableHints.decode(block, known);
  }

  /** Reads a whole block; throws as {@link Varint} does. */
  static SstableMeta decode(FormatVersion format, byte[] block, long number, long fileBytes) {
    ByteBuffer in = ByteBuffer.wrap(block);
    final int tree = Varint.getInt(in);
    final long entries = Varint.get(in);
    final long tombstones = Varint.get(in);
    SstableMeta.SequenceRange sequences =
        new SstableMeta.SequenceRange(Varint.get(in), Varint.get(in));
    byte[] smallest = Varint.getBytes(in);
    byte[] largest = Varint.getBytes(in);
    boolean versions = format.isAtLeast(FormatVersion.VERSIONS);
    long keys = versions ? Varint.get(in) : entries;
    long rangeDeletions = versions ? Varint.get(in) : 0;
    boolean openEnded = versions && Varint.get(in) != 0;
    return SstableMeta.whole(
        number,
        tree,
        fileBytes,
        new SstableMeta.Contents(entries, tombstones, keys, rangeDeletions, sequences),
        new KeyRange(smallest, largest, openEnded));
  }

  /**
   * Compares a block with what the manifest says. Every value has one encoding, so the bytes tell;
   * what a newer release may have added behind is ignored.
   *
   * @param offset of the block in {@code file}
   */
  static void requireSame(
      FormatVersion format, byte[] block, SstableMeta meta, Path file, long offset)
      throws CorruptionException {
    byte[] expected = encode(format, meta.tree(), meta.contents(), meta.keys());
    int mismatch = Arrays.mismatch(expected, block);
    if (mismatch >= 0 && mismatch < expected.length) {
      throw new CorruptionException(
          file, offset, "properties of another table than the manifest names");
    }
  }
}
