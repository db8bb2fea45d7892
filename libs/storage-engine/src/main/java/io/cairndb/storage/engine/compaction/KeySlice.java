package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.sstable.SstableMeta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of the key space.
 *
 * @param from the first key; null for no bound
 * @param to the first key behind; null for no bound
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record KeySlice(byte @Nullable [] from, byte @Nullable [] to) {
  /** All keys. */
  public static final KeySlice ALL = new KeySlice(null, null);

  /** Whether a key, the first {@code length} bytes of {@code key}, lies behind. */
  public boolean endsBefore(byte[] key, int length) {
    return to != null && Arrays.compareUnsigned(to, 0, to.length, key, 0, length) <= 0;
  }

  /**
   * Cuts the key space into up to {@code count} slices of about the same size, at first keys of
   * {@code tables}, of which there is one: fewer when there are fewer of these.
   */
  public static List<KeySlice> cut(List<SstableMeta> tables, int count) {
    List<SstableMeta> inOrder = new ArrayList<>(tables);
    inOrder.sort(Comparator.comparing(SstableMeta::smallest, Arrays::compareUnsigned));
    long total = TreeShape.bytes(tables);
    List<KeySlice> slices = new ArrayList<>();
    byte[] from = null;
    byte[] last = inOrder.getFirst().smallest();
    long before = 0;
    for (SstableMeta table : inOrder) {
      byte[] key = table.smallest();
      boolean farEnough = before * count >= total * (slices.size() + 1);
      if (farEnough && Arrays.compareUnsigned(last, key) < 0) {
        slices.add(new KeySlice(from, key));
        from = key;
        last = key;
      }
      before += table.bytes();
    }
    slices.add(new KeySlice(from, null));
    return slices;
  }
}
