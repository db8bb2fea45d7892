package io.cairndb.storage.engine.sstable;

import java.util.Arrays;

/**
 * What the manifest knows of a table.
 *
 * @param number the number in the file's name
 * @param tree id of the tree whose entries it holds
 * @param bytes length of the file
 * @param entries entries, tombstones included
 * @param tombstones entries that are deletions
 * @param sequences range of sequence numbers
 * @param smallest first key
 * @param largest last key
 */
public record SstableMeta(
    long number,
    int tree,
    long bytes,
    long entries,
    long tombstones,
    SequenceRange sequences,
    byte[] smallest,
    byte[] largest) {

  /** The least and the greatest sequence number of a table's entries. */
  public record SequenceRange(long smallest, long largest) {}

  /** Whether {@code key} lies between the first and the last key. */
  public boolean mayContain(byte[] key) {
    return Arrays.compareUnsigned(key, smallest) >= 0 && Arrays.compareUnsigned(key, largest) <= 0;
  }

  /** Whether the key ranges have a key in common. */
  public boolean overlaps(byte[] first, byte[] last) {
    return Arrays.compareUnsigned(first, largest) <= 0
        && Arrays.compareUnsigned(last, smallest) >= 0;
  }
}
