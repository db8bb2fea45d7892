package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.cursor.WrappedCursor;
import java.io.IOException;
import java.util.Arrays;

/**
 * Shows the part of a file that a table is, its entries under the sequence number they were given.
 */
final class PartCursor extends WrappedCursor {
  private final byte[] lower;
  private final byte[] upper;
  private final long assignedSequence;
  private boolean inside;

  PartCursor(EntryCursor file, KeyRange keys, long assignedSequence) {
    super(file);
    this.lower = keys.smallest();
    byte[] largest = keys.largest();
    this.upper = keys.openEnded() ? largest : Arrays.copyOf(largest, largest.length + 1);
    this.assignedSequence = assignedSequence;
  }

  @Override
  public void seekToFirst() throws IOException {
    source.seekCeiling(lower);
    look();
  }

  @Override
  public void seekToLast() throws IOException {
    source.seekCeiling(upper);
    if (source.isValid()) {
      source.previous();
    } else {
      source.seekToLast();
    }
    look();
  }

  @Override
  public void seekCeiling(byte[] key) throws IOException {
    source.seekCeiling(Arrays.compareUnsigned(key, lower) < 0 ? lower : key);
    look();
  }

  @Override
  public void seekFloor(byte[] key) throws IOException {
    if (Arrays.compareUnsigned(key, upper) >= 0) {
      seekToLast();
      return;
    }
    source.seekFloor(key);
    look();
  }

  @Override
  public void next() throws IOException {
    source.next();
    look();
  }

  @Override
  public void previous() throws IOException {
    source.previous();
    look();
  }

  private void look() {
    inside = source.isValid() && compare(lower) >= 0 && compare(upper) < 0;
  }

  private int compare(byte[] bound) {
    return Arrays.compareUnsigned(source.keyArray(), 0, source.keyLength(), bound, 0, bound.length);
  }

  @Override
  public boolean isValid() {
    return inside;
  }

  @Override
  public long sequence() {
    return assignedSequence == 0 ? source.sequence() : assignedSequence;
  }
}
