package io.cairndb.shard;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * How many items a partition holds and how large they are, in the table or global index itself and
 * in each local index. Written on the shard's loop, read anywhere; what others read are the figures
 * of the newest durable batch.
 *
 * <p>While a recount is under way only keys before {@link #countedUpTo} are in the figures: a
 * change behind it will be seen by the recount, a change before it is added at once, so the figures
 * are exact when the recount arrives at the end.
 */
final class PartitionCounts {
  private volatile Cell items = new Cell();
  private final ConcurrentSkipListMap<Integer, Cell> localIndexes = new ConcurrentSkipListMap<>();

  /** Where the recount stands; null when the figures are complete. Set on the loop. */
  private volatile byte @Nullable [] countedUpTo;

  private static final class Cell {
    /** As of the newest batch that was decided; the loop's own. */
    private ShardStatistics.Size decided = ShardStatistics.Size.ZERO;

    private volatile ShardStatistics.Size durable = ShardStatistics.Size.ZERO;

    ShardStatistics.Size add(long moreCount, long moreBytes) {
      decided = decided.plus(new ShardStatistics.Size(moreCount, moreBytes));
      return decided;
    }
  }

  /** Counts a change of the value under {@code engineKey}; ordinal 0 is the table itself. */
  void add(Evaluation evaluation, byte[] engineKey, int ordinal, long count, long bytes) {
    byte[] limit = countedUpTo;
    if (limit == null || Arrays.compareUnsigned(engineKey, limit) < 0) {
      addCounted(evaluation, ordinal, count, bytes);
    }
  }

  /** Counts keys the recount has just passed; shown when {@code evaluation} is durable. */
  void addCounted(Evaluation evaluation, int ordinal, long count, long bytes) {
    Cell cell = cell(ordinal);
    ShardStatistics.Size sum = cell.add(count, bytes);
    evaluation.onDurable(() -> cell.durable = sum);
  }

  /** Throws the figures away and counts again from {@code lowest}. */
  void startRecount(byte[] lowest) {
    items = new Cell();
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

  /** Durable figures of the table or global index itself. */
  ShardStatistics.Size items() {
    return items.durable;
  }

  /** Durable figures of local indexes, by ordinal. */
  Map<Integer, ShardStatistics.Size> localIndexes() {
    Map<Integer, ShardStatistics.Size> sizes = new TreeMap<>();
    localIndexes.forEach((ordinal, cell) -> sizes.put(ordinal, cell.durable));
    return sizes;
  }

  /** The figures after everything decided; on the loop. */
  byte[] encode() {
    RecordWriter out = new RecordWriter(32).u8(1);
    out.u64(items.decided.items()).u64(items.decided.bytes());
    out.u8(localIndexes.size());
    localIndexes.forEach(
        (ordinal, cell) -> out.u8(ordinal).u64(cell.decided.items()).u64(cell.decided.bytes()));
    return out.toArray();
  }

  /** Takes over figures that {@link #encode} wrote. */
  void load(byte[] value) {
    RecordReader.read(
        "statistics",
        value,
        in -> {
          load(0, in);
          int local = in.u8();
          for (int i = 0; i < local; i++) {
            load(in.u8(), in);
          }
          return this;
        });
  }

  private void load(int ordinal, RecordReader in) {
    Cell cell = cell(ordinal);
    cell.durable = cell.add(in.u64(), in.u64());
  }

  private Cell cell(int ordinal) {
    return ordinal == 0 ? items : localIndexes.computeIfAbsent(ordinal, unused -> new Cell());
  }
}
