package io.cairndb.storage.engine.sstable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts the index of a table into partitions, and joins them again. Every entry of an index is a
 * restart point and shares nothing with the one before, so entries are moved as they are. Pure
 * functions.
 */
final class IndexPartitions {
  private IndexPartitions() {}

  /**
   * One partition.
   *
   * @param block the whole block
   * @param separator of its last entry
   * @param blocks entries: data blocks that it lists
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Partition(byte[] block, byte[] separator, int blocks) {}

  /**
   * Cuts the index in the first {@code size} bytes of {@code index} wherever a partition reaches
   * {@code bytes}.
   */
  static List<Partition> cut(byte[] index, int size, int bytes) {
    int count = Block.restartCount(index, size);
    int end = Block.entriesEnd(index, size);
    List<Partition> partitions = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < count; i++) {
      int from = Block.restart(index, size, first);
      int to = i + 1 < count ? Block.restart(index, size, i + 1) : end;
      int blocks = i + 1 - first;
      if (i + 1 == count || to - from + (blocks + 1) * Integer.BYTES >= bytes) {
        byte[] block = Arrays.copyOfRange(index, from, to + (blocks + 1) * Integer.BYTES);
        for (int j = 0; j < blocks; j++) {
          int restart = Block.restart(index, size, first + j) - from;
          Block.putBigEndian(block, to - from + j * Integer.BYTES, restart);
        }
        Block.putBigEndian(block, block.length - Integer.BYTES, blocks);
        partitions.add(new Partition(block, separator(block, blocks - 1), blocks));
        first = i + 1;
      }
    }
    return partitions;
  }

  private static byte[] separator(byte[] block, int ordinal) {
    int at = Block.varintEnd(block, Block.restart(block, block.length, ordinal));
    int length = (int) Block.varint(block, at);
    for (int i = 0; i < 3; i++) {
      at = Block.varintEnd(block, at);
    }
    return Arrays.copyOfRange(block, at, at + length);
  }

  /** The index that was cut into these blocks. */
  static byte[] join(List<byte[]> partitions) {
    int entries = 0;
    int count = 0;
    for (byte[] block : partitions) {
      entries += Block.entriesEnd(block, block.length);
      count += Block.restartCount(block, block.length);
    }
    byte[] index = new byte[entries + (count + 1) * Integer.BYTES];
    int at = 0;
    int restartAt = entries;
    for (byte[] block : partitions) {
      for (int i = 0; i < Block.restartCount(block, block.length); i++) {
        Block.putBigEndian(index, restartAt, at + Block.restart(block, block.length, i));
        restartAt += Integer.BYTES;
      }
      int length = Block.entriesEnd(block, block.length);
      System.arraycopy(block, 0, index, at, length);
      at += length;
    }
    Block.putBigEndian(index, restartAt, count);
    return index;
  }
}
