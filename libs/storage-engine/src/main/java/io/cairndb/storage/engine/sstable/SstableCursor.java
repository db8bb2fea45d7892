package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Walks one table, or those of its blocks that meet the bounds. Blocks come from the cache, and
 * those that follow a seek enter it. A cursor that goes on to the next block reads ahead, either
 * way, twice as much each time; on a long run it leaves the cache as it is.
 */
final class SstableCursor implements EntryCursor {
  private static final int CACHED_BLOCKS = 16;
  private static final int READ_AHEAD_BYTES_MIN = 16 << 10;

  private static final long NOWHERE = -1;

  private final TableBlocks table;
  private final TableIndex index;
  private final byte @Nullable [] lower;
  private final byte @Nullable [] upper;
  private final PartitionCopy partition = new PartitionCopy();
  private final BlockCursor block = new BlockCursor();
  private final boolean scan;

  /** First and last block that meet the bounds; known from the first seek on. */
  private long first = NOWHERE;

  private long last = NOWHERE;
  private long place = NOWHERE;

  /** Blocks that came one after another since the last seek. */
  private int sequentialBlocks;

  /** Holds what was read ahead; taken when that begins. */
  private @Nullable BlockReader reader;

  private long aheadStart;
  private long aheadEnd;
  private int aheadBytes;

  /** Stays within the blocks that may have keys in {@code [lower, upper)}; null is open. */
  SstableCursor(
      TableBlocks table, ReadPattern pattern, byte @Nullable [] lower, byte @Nullable [] upper) {
    this.table = table;
    this.index = table.index();
    this.lower = lower;
    this.upper = upper;
    this.scan = pattern == ReadPattern.SCAN;
  }

  private void findBounds() throws IOException {
    if (last == NOWHERE) {
      long end = index.last();
      first = lower == null ? TableIndex.FIRST : Math.min(end, index.find(lower, false));
      last = upper == null ? end : Math.min(end, index.find(upper, false));
    }
  }

  @Override
  public void seekToFirst() throws IOException {
    findBounds();
    startAt(first);
    block.seekToFirst();
  }

  @Override
  public void seekToLast() throws IOException {
    findBounds();
    startAt(last);
    block.seekToLast();
  }

  @Override
  public void seekCeiling(byte[] key) throws IOException {
    findBounds();
    long target = Math.max(first, index.find(key, false));
    if (target > last) {
      place = NOWHERE;
      return;
    }
    startAt(target);
    block.seekCeiling(key);
    if (!block.isValid()) {
      openNext();
    }
  }

  @Override
  public void seekFloor(byte[] key) throws IOException {
    findBounds();
    long target = index.find(key, true);
    if (target > last) {
      seekToLast();
      return;
    }
    if (target < first) {
      place = NOWHERE;
      return;
    }
    startAt(target);
    block.seekFloor(key);
    if (!block.isValid()) {
      openPrevious();
    }
  }

  @Override
  public void next() throws IOException {
    block.next();
    if (!block.isValid()) {
      openNext();
    }
  }

  @Override
  public void previous() throws IOException {
    block.previous();
    if (!block.isValid()) {
      openPrevious();
    }
  }

  private void openNext() throws IOException {
    if (place >= last) {
      place = NOWHERE;
      return;
    }
    sequentialBlocks++;
    open(index.after(place), true);
    block.seekToFirst();
  }

  private void openPrevious() throws IOException {
    if (place <= first) {
      place = NOWHERE;
      return;
    }
    sequentialBlocks++;
    open(index.before(place), false);
    block.seekToLast();
  }

  private void startAt(long target) throws IOException {
    sequentialBlocks = 0;
    aheadBytes = 0;
    open(target, true);
  }

  private void open(long target, boolean forward) throws IOException {
    boolean fill = !scan && sequentialBlocks <= CACHED_BLOCKS;
    if (scan || !table.copyCached(target, block, fill)) {
      Handle handle = index.handle(target, partition, fill);
      if (scan || sequentialBlocks > 0) {
        openAhead(target, handle, forward, fill);
      } else {
        table.copyRead(target, handle, block, fill);
      }
    }
    place = target;
  }

  private void openAhead(long target, Handle handle, boolean forward, boolean fill)
      throws IOException {
    BlockReader taken = reader;
    if (taken == null) {
      taken = table.takeReader();
      reader = taken;
      aheadEnd = 0;
    }
    if (handle.offset() < aheadStart || handle.offset() + handle.stored() > aheadEnd) {
      aheadBytes = Math.min(nextAheadBytes(), table.readAheadBytesMax());
      readAhead(taken, target, handle, forward);
    }
    table.unpack(taken, (int) (handle.offset() - aheadStart), target, handle, fill);
    block.fill(taken.memory(), taken.start(), taken.length());
    block.open();
  }

  private int nextAheadBytes() {
    if (aheadBytes == 0) {
      return scan ? Integer.MAX_VALUE : READ_AHEAD_BYTES_MIN;
    }
    return 2 * Math.min(aheadBytes, Integer.MAX_VALUE / 2);
  }

  /**
   * Reads the block and as many more in that direction as there is room for, one at least, and none
   * that another partition of the index lists.
   */
  private void readAhead(BlockReader into, long target, Handle handle, boolean forward)
      throws IOException {
    long start = handle.offset();
    long end = start + handle.stored();
    long limit = forward ? last : first;
    for (long at = target; at != limit; ) {
      at = forward ? index.after(at) : index.before(at);
      if (TableIndex.partition(at) != TableIndex.partition(target)) {
        break;
      }
      Handle more = index.handle(at, partition, false);
      if (Math.max(end, more.offset() + more.stored()) - Math.min(start, more.offset())
          > aheadBytes) {
        break;
      }
      start = Math.min(start, more.offset());
      end = Math.max(end, more.offset() + more.stored());
    }
    aheadEnd = 0;
    table.readRaw(start, into.room((int) (end - start)));
    aheadStart = start;
    aheadEnd = end;
  }

  @Override
  public void close() {
    BlockReader taken = reader;
    reader = null;
    place = NOWHERE;
    if (taken != null) {
      table.giveBack(taken);
    }
  }

  @Override
  public boolean isValid() {
    return place != NOWHERE && block.isValid();
  }

  @Override
  public byte[] keyArray() {
    return block.keyArray();
  }

  @Override
  public int keyLength() {
    return block.keyLength();
  }

  @Override
  public long sequence() {
    return block.sequence();
  }

  @Override
  public boolean isTombstone() {
    return block.isTombstone();
  }

  @Override
  public byte @Nullable [] valueArray() {
    return block.isTombstone() ? null : block.valueArray();
  }

  @Override
  public int valueOffset() {
    return block.valueOffset();
  }

  @Override
  public int valueLength() {
    return block.valueLength();
  }
}
