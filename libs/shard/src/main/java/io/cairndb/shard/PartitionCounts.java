package io.cairndb.shard;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * How many items a partition holds and how large they are, in the table or global index itself and
 * in each local index. Written on the shard's loop, read anywhere.
 *
 * <p>While a recount is under way only keys before {@link #countedUpTo} are in the figures: a
 * change behind it will be seen by the recount, a change before it is added at once, so the figures
 * are exact when the recount arrives at the end.
 */
final class PartitionCounts {
  private final Cell items = new Cell();
  private final ConcurrentSkipListMap<Integer, Cell> localIndexes = new ConcurrentSkipListMap<>();

  /** Where the recount stands; null when the figures are complete. Set on the loop. */
  private volatile byte @Nullable [] countedUpTo;

  private static final class Cell {
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /** One writer: plain reads of its own values, ordered stores for the others. */
    void add(long moreCount, long moreBytes) {
      count.setRelease(count.getPlain() + moreCount);
      bytes.setRelease(bytes.getPlain() + moreBytes);
    }

    ShardStatistics.Size size() {
      return new ShardStatistics.Size(count.getAcquire(), bytes.getAcquire());
    }
  }

  /** Counts a change of the value under {@code engineKey}; ordinal 0 is the table itself. */
  void add(byte[] engineKey, int ordinal, long count, long bytes) {
    byte[] limit = countedUpTo;
    if (limit == null || Arrays.compareUnsigned(engineKey, limit) < 0) {
      cell(ordinal).add(count, bytes);
    }
  }

  /** Counts keys the recount has just passed. */
  void addCounted(int ordinal, long count, long bytes) {
    cell(ordinal).add(count, bytes);
  }

  /** Throws the figures away and counts again from {@code lowest}. */
  void startRecount(byte[] lowest) {
    items.count.set(0);
    items.bytes.set(0);
    localIndexes.clear();
    countedUpTo = lowest;
  }

  byte @Nullable [] countedUpTo() {
    return countedUpTo;
  }

  boolean isRecounting() {
    return countedUpTo != null;
  }

  void countedUpTo(byte @Nullable [] key) {
    countedUpTo = key;
  }

  ShardStatistics.Size items() {
    return items.size();
  }

  /** By ordinal. */
  Map<Integer, ShardStatistics.Size> localIndexes() {
    Map<Integer, ShardStatistics.Size> sizes = new TreeMap<>();
    localIndexes.forEach((ordinal, cell) -> sizes.put(ordinal, cell.size()));
    return sizes;
  }

  byte[] encode() {
    RecordWriter out = new RecordWriter(32).u8(1);
    ShardStatistics.Size own = items();
    out.u64(own.items()).u64(own.bytes());
    Map<Integer, ShardStatistics.Size> local = localIndexes();
    out.u8(local.size());
    local.forEach((ordinal, size) -> out.u8(ordinal).u64(size.items()).u64(size.bytes()));
    return out.toArray();
  }

  /** Takes over figures that {@link #encode} wrote. */
  void load(byte[] value) {
    RecordReader.read(
        "statistics",
        value,
        in -> {
          items.add(in.u64(), in.u64());
          int local = in.u8();
          for (int i = 0; i < local; i++) {
            cell(in.u8()).add(in.u64(), in.u64());
          }
          return this;
        });
  }

  private Cell cell(int ordinal) {
    return ordinal == 0 ? items : localIndexes.computeIfAbsent(ordinal, unused -> new Cell());
  }
}
