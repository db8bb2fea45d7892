package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.ValueSlice;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are looked up together, in ascending order, and what was found so far. Confined to one
 * thread.
 */
public final class Lookups {
  private final byte[][] keys;
  private final long[] hashes;

  /** Where each key stood in the order it was asked in. */
  private final int[] places;

  private final @Nullable ValueSlice[] found;
  private int open;

  /** Nothing is found yet; the list may hold a key more than once. */
  public Lookups(List<byte[]> asked) {
    int count = asked.size();
    Integer[] order = new Integer[count];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Arrays.compareUnsigned(asked.get(a), asked.get(b)));
    keys = new byte[count][];
    hashes = new long[count];
    places = new int[count];
    for (int i = 0; i < count; i++) {
      places[i] = order[i];
      keys[i] = asked.get(places[i]);
      hashes[i] = Sstable.hash(keys[i]);
    }
    found = new @Nullable ValueSlice[count];
    open = count;
  }

  public int count() {
    return keys.length;
  }

  /** The {@code i}th key in ascending order. */
  public byte[] key(int i) {
    return keys[i];
  }

  long hash(int i) {
    return hashes[i];
  }

  /** Whether nothing is known of the {@code i}th key yet. */
  public boolean isOpen(int i) {
    return found[i] == null;
  }

  public boolean isComplete() {
    return open == 0;
  }

  /** Notes what the newest source that knows the key says. */
  public void settle(int i, ValueSlice value) {
    found[i] = value;
    open--;
  }

  /** Notes that the key is deleted. */
  public void settleDeleted(int i) {
    settle(i, NativeBlock.DELETED);
  }

  /** Values in the order in which the keys were asked; null for what is absent or deleted. */
  public @Nullable ValueSlice[] values() {
    @Nullable ValueSlice[] values = new @Nullable ValueSlice[keys.length];
    for (int i = 0; i < keys.length; i++) {
      ValueSlice value = found[i];
      values[places[i]] = value == null || Sstable.isDeleted(value) ? null : value;
    }
    return values;
  }
}
