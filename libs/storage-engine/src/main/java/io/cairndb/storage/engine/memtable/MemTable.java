package io.cairndb.storage.engine.memtable;

import io.cairndb.storage.engine.ValueBuffer;
import io.cairndb.storage.engine.ValueSlice;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.memory.ChunkPool;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.range.RangeDeletions.Fragment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The writes of one span of the log, outside the heap. One writer, any number of readers; a reader
 * names the sequence number up to which it may see.
 *
 * <p>Born with one reference; with the last one released the memory is used for another memtable.
 * Who reads holds a reference, as a rule that of an engine's state, and uses no cursor afterwards.
 */
public final class MemTable {
  private static final ValueSlice DELETED = new ValueSlice(new byte[0], 0, 0);

  /** Heap taken by a range deletion beyond its keys, nearly. */
  private static final int RANGE_OVERHEAD_BYTES = 88;

  /** What the log takes for a batch beyond its entries, nearly: empty ones count as well. */
  private static final int BATCH_OVERHEAD_BYTES = 32;

  private final long logNumber;
  private final long sequenceBefore;
  private final NodeArena arena;
  private final AtomicInteger references = new AtomicInteger(1);
  private volatile @Nullable SkipList[] trees = new @Nullable SkipList[4];

  /** By tree; replaced as a whole on each range deletion. */
  private volatile RangeDeletions[] ranges = new RangeDeletions[0];

  private volatile long bytes;
  private volatile long lastSequence;
  private volatile int rangeDeletions;

  /**
   * Begins empty.
   *
   * @param logNumber the first log segment that holds entries of this memtable
   * @param lastSequence the newest sequence number of the memtable before
   * @param memory where it takes its memory from
   */
  public MemTable(long logNumber, long lastSequence, ChunkPool memory) {
    this.logNumber = logNumber;
    this.sequenceBefore = lastSequence;
    this.lastSequence = lastSequence;
    this.arena = new NodeArena(memory);
  }

  /** Adds a reference; the caller must already be protected by another. */
  public void retain() {
    references.incrementAndGet();
  }

  /** Gives a reference back. */
  public void release() {
    if (references.decrementAndGet() == 0) {
      arena.free();
    }
  }

  /** Adds what a batch writes, which readers may see from then on; for the writer only. */
  public void apply(WriteBatch batch, long sequence) {
    List<WriteBatch.Operation> operations = batch.operations();
    for (int i = 0; i < operations.size(); i++) {
      WriteBatch.Operation operation = operations.get(i);
      if (!operation.isRangeDeletion()) {
        insert(operation.tree().id(), operation.key(), operation.value(), sequence);
      }
    }
    if (batch.rangeDeletions() > 0) {
      deleteRanges(operations, sequence);
    }
    complete(sequence);
  }

  private void deleteRanges(List<WriteBatch.Operation> operations, long sequence) {
    Map<Integer, List<Fragment>> byTree = new HashMap<>();
    for (WriteBatch.Operation operation : operations) {
      byte[] end = operation.end();
      if (end != null) {
        byTree
            .computeIfAbsent(operation.tree().id(), tree -> new ArrayList<>())
            .add(new Fragment(operation.key(), end, new long[] {sequence}));
      }
    }
    byTree.forEach(this::deleteRanges);
  }

  /** Adds a copy of a version; for the writer only. */
  public void insert(int tree, byte[] key, byte @Nullable [] value, long sequence) {
    // Only the writer changes it; readers want no more than a recent figure.
    bytes = bytes + list(tree).insert(key, value, sequence);
  }

  /** Deletes the keys of {@code [from, end)} that are older; for the writer only. */
  public void deleteRange(int tree, byte[] from, byte[] end, long sequence) {
    deleteRanges(tree, List.of(new Fragment(from, end, new long[] {sequence})));
  }

  /** As the other, of many ranges at once, which costs little more than one. */
  private void deleteRanges(int tree, List<Fragment> deleted) {
    RangeDeletions[] old = ranges;
    RangeDeletions[] changed = Arrays.copyOf(old, Math.max(tree + 1, old.length));
    Arrays.fill(changed, old.length, changed.length, RangeDeletions.NONE);
    changed[tree] = RangeDeletions.merge(List.of(changed[tree], RangeDeletions.of(deleted)));
    ranges = changed;
    rangeDeletions = rangeDeletions + deleted.size();
    long added = 0;
    for (Fragment one : deleted) {
      added += one.start().length + one.end().length + RANGE_OVERHEAD_BYTES;
    }
    bytes = bytes + added;
  }

  /** Says that every entry up to {@code sequence} has been inserted; for the writer only. */
  public void complete(long sequence) {
    lastSequence = sequence;
    bytes = bytes + BATCH_OVERHEAD_BYTES;
  }

  private SkipList list(int tree) {
    @Nullable SkipList[] current = trees;
    if (tree >= current.length) {
      current = Arrays.copyOf(current, Math.max(tree + 1, current.length * 2));
      trees = current;
    }
    SkipList list = current[tree];
    if (list == null) {
      list = new SkipList(arena);
      current[tree] = list;
      trees = current;
    }
    return list;
  }

  private @Nullable SkipList find(int tree) {
    @Nullable SkipList[] current = trees;
    return tree < current.length ? current[tree] : null;
  }

  /** Whether {@link #get} answered with a deletion. */
  @SuppressWarnings("ReferenceEquality") // one marker, told from an empty value by identity
  public static boolean isDeleted(ValueSlice value) {
    return value == DELETED;
  }

  /**
   * Copy of the value of the newest version not above {@code sequence}, null when there is none;
   * see {@link #isDeleted}.
   *
   * @param target where it is copied to; null for an array of its own
   */
  public @Nullable ValueSlice get(
      int tree, byte[] key, long sequence, @Nullable ValueBuffer target) {
    SkipList list = find(tree);
    if (list == null) {
      return null;
    }
    int node = list.ceiling(key, sequence);
    if (node == SkipList.NONE || list.compareKey(node, key) != 0) {
      return null;
    }
    int length = list.valueLength(node);
    if (length < 0) {
      return DELETED;
    }
    byte[] value = target == null ? new byte[length] : target.room(length);
    list.copyValue(node, value);
    return new ValueSlice(value, 0, length);
  }

  /** A cursor over what is visible at {@code sequence}, or null when the tree has no entries. */
  public @Nullable EntryCursor cursor(int tree, long sequence) {
    SkipList list = find(tree);
    return list == null ? null : new MemTableCursor(list, sequence);
  }

  /** A forward cursor over every version of each key, newest first; null without entries. */
  public @Nullable EntryCursor versions(int tree) {
    SkipList list = find(tree);
    return list == null ? null : new VersionsCursor(list);
  }

  /** The range deletions of a tree; some may be newer than what a reader may see. */
  public RangeDeletions rangeDeletions(int tree) {
    RangeDeletions[] current = ranges;
    return tree < current.length ? current[tree] : RangeDeletions.NONE;
  }

  /** Range deletions made, over all trees; the price of each grows with their number. */
  public int rangeDeletionCount() {
    return rangeDeletions;
  }

  /** Whether anything was written to a tree. */
  public boolean hasEntries(int tree) {
    return find(tree) != null || !rangeDeletions(tree).isEmpty();
  }

  /** Trees with entries here have ids below this. */
  public int treeLimit() {
    return Math.max(trees.length, ranges.length);
  }

  /** First log segment with writes of this memtable. */
  public long logNumber() {
    return logNumber;
  }

  /** Memory taken, or bytes of the log where these are more, nearly. */
  public long bytes() {
    return bytes;
  }

  /** Newest sequence number whose batch is complete. */
  public long lastSequence() {
    return lastSequence;
  }

  /** The newest sequence number of the memtable before. */
  public long sequenceBefore() {
    return sequenceBefore;
  }

  public boolean isEmpty() {
    return bytes == 0;
  }
}
