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

  private final Sstable table;
  private final int first;
  private final int last;
  private final BlockCursor block = new BlockCursor();
  private final boolean scan;
  private int ordinal = -1;

  /** Blocks that came one after another since the last seek. */
  private int sequentialBlocks;

  /** Holds what was read ahead; taken when that begins. */
  private @Nullable BlockReader reader;

  private long aheadStart;
  private long aheadEnd;
  private int aheadBytes;

  /** Stays within the blocks from {@code first} to {@code last}. */
  SstableCursor(Sstable table, ReadPattern pattern, int first, int last) {
    this.table = table;
    this.first = first;
    this.last = last;
    this.scan = pattern == ReadPattern.SCAN;
  }

  @Override
  public void seekToFirst() throws IOException {
    startAt(first);
    block.seekToFirst();
  }

  @Override
  public void seekToLast() throws IOException {
    startAt(last);
    block.seekToLast();
  }

  @Override
  public void seekCeiling(byte[] key) throws IOException {
    int target = Math.max(first, table.blockFor(key));
    if (target > last) {
      ordinal = -1;
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
    int target = table.blockBehind(key);
    if (target > last) {
      seekToLast();
      return;
    }
    if (target < first) {
      ordinal = -1;
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
    if (ordinal >= last) {
      ordinal = -1;
      return;
    }
    sequentialBlocks++;
    open(ordinal + 1, true);
    block.seekToFirst();
  }

  private void openPrevious() throws IOException {
    if (ordinal <= first) {
      ordinal = -1;
      return;
    }
    sequentialBlocks++;
    open(ordinal - 1, false);
    block.seekToLast();
  }

  private void startAt(int target) throws IOException {
    sequentialBlocks = 0;
    aheadBytes = 0;
    open(target, true);
  }

  private void open(int target, boolean forward) throws IOException {
    boolean fill = !scan && sequentialBlocks <= CACHED_BLOCKS;
    if (scan || !table.copyCached(target, block, fill)) {
      if (scan || sequentialBlocks > 0) {
        openAhead(target, forward, fill);
      } else {
        table.copyRead(target, block, fill);
      }
    }
    ordinal = target;
  }

  private void openAhead(int target, boolean forward, boolean fill) throws IOException {
    BlockReader taken = reader;
    if (taken == null) {
      taken = table.takeReader();
      reader = taken;
      aheadEnd = 0;
    }
    Handle handle = table.handle(target);
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

  /** Reads the block and as many more in that direction as there is room for, one at least. */
  private void readAhead(BlockReader into, int target, Handle handle, boolean forward)
      throws IOException {
    long start = handle.offset();
    long end = start + handle.stored();
    int step = forward ? 1 : -1;
    int limit = forward ? last : first;
    for (int at = target; at != limit; ) {
      at += step;
      Handle more = table.handle(at);
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
    ordinal = -1;
    if (taken != null) {
      table.giveBack(taken);
    }
  }

  @Override
  public boolean isValid() {
    return ordinal >= 0 && block.isValid();
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
