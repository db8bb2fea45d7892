package io.cairndb.storage.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts and deletes, over any trees of one engine, that take effect together or not at all; the last
 * operation on a key wins. Arrays handed over must not change until the batch is in the log, which
 * reads them after {@link StorageEngine#write} has returned. Not thread-safe.
 */
public final class WriteBatch {
  /** The longest key. */
  public static final int KEY_BYTES_MAX = (1 << 24) - 1;

  /** The most bytes of keys and values in a batch that an engine takes. */
  public static final long BYTES_MAX = 1L << 30;

  /** One item, and often an index entry or a change record. */
  private static final int USUAL_OPERATIONS = 2;

  private final List<Operation> operations = new ArrayList<>(USUAL_OPERATIONS);
  private List<Read> reads = List.of();
  private long bytes;
  private int puts;
  private int rangeDeletions;
  private long timestamp;

  /**
   * One operation; no value means delete.
   *
   * @param key not empty; of a range deletion, its first key
   * @param end of a range deletion, the first key behind it; null for an operation on one key
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Operation(Tree tree, byte[] key, byte @Nullable [] value, byte @Nullable [] end) {

    public boolean isRangeDeletion() {
      return end != null;
    }

    private boolean isIn(Tree other, byte[] from, byte[] behind) {
      return tree.equals(other)
          && Arrays.compareUnsigned(key, from) >= 0
          && Arrays.compareUnsigned(key, behind) < 0;
    }
  }

  /**
   * A key whose value the batch depends on.
   *
   * @param sequence the sequence number of the view it was read in
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Read(Tree tree, byte[] key, long sequence) {}

  /**
   * Sets the value of a key.
   *
   * @param key 1 to {@link #KEY_BYTES_MAX} bytes, which {@link StorageEngine#write} checks
   * @param value of any length, 0 included, within {@link #BYTES_MAX} for the batch
   */
  public WriteBatch put(Tree tree, byte[] key, byte[] value) {
    operations.add(new Operation(tree, key, value, null));
    bytes += key.length + (long) value.length;
    puts++;
    return this;
  }

  /** Deletes a key, whether it is there or not. */
  public WriteBatch delete(Tree tree, byte[] key) {
    operations.add(new Operation(tree, key, null, null));
    bytes += key.length;
    return this;
  }

  /**
   * Deletes every key from {@code from} up to, not including, {@code end}. Costs no more than a
   * delete, however many keys there are; the space comes back with compactions. Meant for few large
   * ranges: each one in memory makes the next, and reads of its tree, a little dearer. Needs {@link
   * FormatVersion#VERSIONS}.
   */
  public WriteBatch deleteRange(Tree tree, byte[] from, byte[] end) {
    if (from.length == 0 || Arrays.compareUnsigned(from, end) >= 0) {
      throw new IllegalArgumentException("a range to delete has a first key, and an end behind it");
    }
    if (puts > 0) {
      // All of a batch has one sequence number, so what came before is deleted by name.
      operations.replaceAll(
          operation ->
              operation.value != null && operation.isIn(tree, from, end)
                  ? new Operation(tree, operation.key, null, null)
                  : operation);
    }
    rangeDeletions++;
    operations.add(new Operation(tree, from, null, end));
    bytes += from.length + (long) end.length;
    return this;
  }

  /**
   * Makes the batch depend on nobody having written {@code key} after {@code sequence}: otherwise
   * the engine refuses it with {@link WriteConflictException}. The sequence number is that of a
   * view, held by a {@link Pin} until the write: what was written since is known only as long as
   * somebody may read what was before.
   */
  public WriteBatch requireUnchanged(Tree tree, byte[] key, long sequence) {
    if (reads.isEmpty()) {
      reads = new ArrayList<>();
    }
    reads.add(new Read(tree, key, sequence));
    return this;
  }

  /**
   * Gives the batch a time, at which {@link StorageEngine#sequenceAt} finds it. In any unit that
   * grows, such as hybrid logical clocks; must not be below that of an earlier batch. Kept from
   * {@link FormatVersion#VERSIONS} on.
   *
   * @param time positive
   */
  public WriteBatch timestamp(long time) {
    if (time <= 0) {
      throw new IllegalArgumentException("a timestamp must be positive: " + time);
    }
    timestamp = time;
    return this;
  }

  public boolean isEmpty() {
    return operations.isEmpty();
  }

  /** Operations in the order given. */
  public List<Operation> operations() {
    return operations;
  }

  /** How many of the operations delete ranges. */
  public int rangeDeletions() {
    return rangeDeletions;
  }

  /** What must not have changed. */
  public List<Read> reads() {
    return reads;
  }

  /** 0 when none was given. */
  public long timestamp() {
    return timestamp;
  }

  /** Bytes of keys and values. */
  public long bytes() {
    return bytes;
  }
}
