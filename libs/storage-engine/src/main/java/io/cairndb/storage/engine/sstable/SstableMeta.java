package io.cairndb.storage.engine.sstable;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest knows of a table.
 *
 * @param number the number in the file's name
 * @param tree id of the tree whose entries it holds
 * @param bytes length of the file; of a part of a file, about the part's share
 * @param contents what is in it; of a part of a file, what is in the file
 * @param keys the keys it may say something about
 * @param origin what the file says of itself, when that is something else: the file belongs to a
 *     tree that was split, or was made elsewhere and ingested. Null for a table that is what its
 *     file says.
 */
public record SstableMeta(
    long number,
    int tree,
    long bytes,
    Contents contents,
    KeyRange keys,
    @Nullable SstableMeta origin) {

  /** The least and the greatest sequence number of a table's entries. */
  public record SequenceRange(long smallest, long largest) {}

  /**
   * What is in a table.
   *
   * @param entries versions of keys, tombstones included
   * @param tombstones entries that are deletions of one key
   * @param keys different keys among the entries
   * @param rangeDeletions fragments of deleted ranges
   * @param sequences range of sequence numbers, range deletions included
   */
  public record Contents(
      long entries, long tombstones, long keys, long rangeDeletions, SequenceRange sequences) {

    /** One version of each key, and nothing else. */
    public static Contents plain(long entries, long tombstones, SequenceRange sequences) {
      return new Contents(entries, tombstones, entries, 0, sequences);
    }

    boolean isPlain() {
      return keys == entries && rangeDeletions == 0;
    }
  }

  /** A table that is what its file says. */
  public static SstableMeta whole(
      long number, int tree, long bytes, Contents contents, KeyRange keys) {
    return new SstableMeta(number, tree, bytes, contents, keys, null);
  }

  public long entries() {
    return contents.entries();
  }

  public long tombstones() {
    return contents.tombstones();
  }

  public SequenceRange sequences() {
    return contents.sequences();
  }

  /** The first key, or the first of a deleted range. */
  public byte[] smallest() {
    return keys.smallest();
  }

  /** The last key; with {@link KeyRange#openEnded} the first key behind. */
  public byte[] largest() {
    return keys.largest();
  }

  /** Whether the first format version can describe the table. */
  public boolean isPlain() {
    return origin == null && contents.isPlain() && !keys.openEnded();
  }

  /** The table as one whose every entry was written at {@code sequence}. */
  public SstableMeta at(long sequence) {
    Contents at =
        new Contents(
            contents.entries,
            contents.tombstones,
            contents.keys,
            contents.rangeDeletions,
            new SequenceRange(sequence, sequence));
    return new SstableMeta(number, tree, bytes, at, keys, ofFile());
  }

  /** A part of the table, under another number and in another tree perhaps. */
  public SstableMeta part(long newNumber, int newTree, KeyRange part, long partBytes) {
    return new SstableMeta(newNumber, newTree, partBytes, contents, part, ofFile());
  }

  /** What the file says of itself. */
  public SstableMeta ofFile() {
    return origin == null ? this : origin;
  }

  /** What every entry counts as, in a table that was made elsewhere; 0 in the engine's own. */
  long assignedSequence() {
    return ofFile().sequences().largest() == 0 ? sequences().largest() : 0;
  }

  /** Whether the table may say something about {@code key}. */
  public boolean mayContain(byte[] key) {
    return Arrays.compareUnsigned(key, keys.smallest()) >= 0 && !keys.endsBefore(key);
  }

  /** Whether both key ranges have a key in common. */
  public boolean overlaps(KeyRange other) {
    return keys.overlaps(other);
  }
}
