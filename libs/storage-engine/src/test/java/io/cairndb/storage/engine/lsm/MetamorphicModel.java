package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.lsm.MetamorphicScript.Change;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Sorted maps of what was written, at any sequence number. */
final class MetamorphicModel {
  static final long START_MILLIS = 1_700_000_000_000L;

  /** A value and the wall clock's time at which it was written. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(byte[] value, long writtenMillis) {}

  private record Batch(List<Change> changes, long millis) {}

  private final List<Batch> batches = new ArrayList<>();
  private long nowMillis = START_MILLIS;
  private long latestMillis = START_MILLIS;

  void tick(long millis) {
    nowMillis = Math.max(nowMillis + millis, latestMillis - MetamorphicScript.SET_BACK_MILLIS_MAX);
    latestMillis = Math.max(latestMillis, nowMillis);
  }

  long nowMillis() {
    return nowMillis;
  }

  /** The latest that the wall clock has shown. */
  long latestMillis() {
    return latestMillis;
  }

  void add(List<Change> changes) {
    batches.add(new Batch(changes, nowMillis));
  }

  long lastSequence() {
    return batches.size();
  }

  /** Contents of all trees when {@code sequence} was the newest batch. */
  List<NavigableMap<byte[], Entry>> at(long sequence) {
    List<NavigableMap<byte[], Entry>> trees = new ArrayList<>();
    for (int i = 0; i < MetamorphicScript.TREES; i++) {
      trees.add(new TreeMap<>(Arrays::compareUnsigned));
    }
    for (Batch batch : batches.subList(0, (int) sequence)) {
      for (Change change : batch.changes()) {
        NavigableMap<byte[], Entry> tree = trees.get(change.tree());
        byte[] value = change.value();
        byte[] end = change.end();
        if (end != null) {
          tree.subMap(change.key(), end).clear();
        } else if (value == null) {
          tree.remove(change.key());
        } else {
          tree.put(change.key(), new Entry(value, batch.millis()));
        }
      }
    }
    return trees;
  }

  /** Whether compactions may have dropped an entry by the time the clock has shown {@code now}. */
  static boolean mayBeGone(int tree, Entry entry, long now) {
    return switch (tree) {
      case MetamorphicScript.EXPIRING -> {
        long expiry = ByteBuffer.wrap(entry.value()).getLong();
        yield expiry != 0 && expiry <= now;
      }
      case MetamorphicScript.LOG ->
          entry.writtenMillis()
                  + MetamorphicScript.LOG_EXPIRY_MILLIS
                  - MetamorphicScript.SET_BACK_MILLIS_MAX
              <= now;
      default -> false;
    };
  }
}
