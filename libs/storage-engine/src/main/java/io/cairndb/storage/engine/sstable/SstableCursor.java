package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.sstable.SstableFormat.Handle;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Walks one table. The first blocks after a seek go through the cache; a long forward run reads
 * ahead in large pieces instead, past the cache; a long backward run reads past it block by block.
 */
final class SstableCursor implements EntryCursor {
  private static final int CACHED_BLOCKS = 16;
  private static final int READ_AHEAD_BYTES = 128 << 10;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Sstable table;
  private final BlockCursor block = new BlockCursor();
  private final boolean scan;
  private int ordinal = -1;
  private int sequentialBlocks;
  private ByteBuffer ahead = NOTHING;
  private long aheadStart;
  private long aheadEnd;

  /** Unpacks what was read ahead; made when that begins. */
  private @Nullable BlockReader unpacker;

  SstableCursor(Sstable table, ReadPattern pattern) {
    this.table = table;
    this.scan = pattern == ReadPattern.SCAN;
  }

  @Override
  public void seekToFirst() throws IOException {
    sequentialBlocks = 0;
    open(0);
    block.seekToFirst();
  }

  @Override
  public void seekToLast() throws IOException {
    sequentialBlocks = 0;
    open(table.blockCount() - 1);
    block.seekToLast();
  }

  @Override
  public void seekCeiling(byte[] key) throws IOException {
    sequentialBlocks = 0;
    int target = table.blockFor(key);
    if (target == table.blockCount()) {
      ordinal = -1;
      return;
    }
    open(target);
    block.seekCeiling(key);
    if (!block.isValid()) {
      openNext();
    }
  }

  @Override
  public void seekFloor(byte[] key) throws IOException {
    sequentialBlocks = 0;
    int target = table.blockBehind(key);
    if (target == table.blockCount()) {
      seekToLast();
      return;
    }
    open(target);
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
    if (ordinal + 1 >= table.blockCount()) {
      ordinal = -1;
      return;
    }
    sequentialBlocks++;
    open(ordinal + 1);
    block.seekToFirst();
  }

  private void openPrevious() throws IOException {
    if (ordinal <= 0) {
      ordinal = -1;
      return;
    }
    sequentialBlocks++;
    openBackward(ordinal - 1);
    block.seekToLast();
  }

  private void open(int target) throws IOException {
    boolean readAhead = scan || sequentialBlocks > CACHED_BLOCKS;
    if (readAhead) {
      readAhead(target);
    } else {
      openCached(target, true);
    }
    ordinal = target;
  }

  private void openBackward(int target) throws IOException {
    openCached(target, !scan && sequentialBlocks <= CACHED_BLOCKS);
    ordinal = target;
  }

  private void openCached(int target, boolean fill) throws IOException {
    byte[] bytes = table.block(target, fill);
    block.open(bytes, bytes.length);
  }

  private void readAhead(int target) throws IOException {
    Handle handle = table.handle(target);
    long end = handle.offset() + handle.stored();
    if (handle.offset() < aheadStart || end > aheadEnd) {
      int last = target;
      long lastEnd = end;
      while (last + 1 < table.blockCount()) {
        Handle following = table.handle(last + 1);
        if (following.offset() + following.stored() - handle.offset() > READ_AHEAD_BYTES) {
          break;
        }
        last++;
        lastEnd = following.offset() + following.stored();
      }
      int count = (int) (lastEnd - handle.offset());
      if (ahead.capacity() < count) {
        ahead = ByteBuffer.allocate(Math.max(count, READ_AHEAD_BYTES));
      }
      table.readRaw(handle.offset(), ahead.clear().limit(count));
      aheadStart = handle.offset();
      aheadEnd = lastEnd;
    }
    BlockReader reader = unpacker;
    if (reader == null) {
      reader = new BlockReader();
      unpacker = reader;
    }
    table.unpack(reader, ahead.array(), (int) (handle.offset() - aheadStart), handle);
    block.open(reader.unpacked(), reader.unpackedLength());
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
