package io.cairndb.storage.engine.sstable;

import io.cairndb.storage.engine.cursor.EntryCursor;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Shows the part of a file that a table is, its entries under the sequence number they were given.
 */
final class PartCursor implements EntryCursor {
  private final EntryCursor file;
  private final byte[] lower;
  private final byte[] upper;
  private final long assignedSequence;
  private boolean inside;

  PartCursor(EntryCursor file, KeyRange keys, long assignedSequence) {
    this.file = file;
    this.lower = keys.smallest();
    byte[] largest = keys.largest();
    this.upper = keys.openEnded() ? largest : Arrays.copyOf(largest, largest.length + 1);
    this.assignedSequence = assignedSequence;
  }

  @Override
  public void seekToFirst() throws IOException {
    file.seekCeiling(lower);
    look();
  }

  @Override
  public void seekToLast() throws IOException {
    file.seekCeiling(upper);
    if (file.isValid()) {
      file.previous();
    } else {
      file.seekToLast();
    }
    look();
  }

  @Override
  public void seekCeiling(byte[] key) throws IOException {
    file.seekCeiling(Arrays.compareUnsigned(key, lower) < 0 ? lower : key);
    look();
  }

  @Override
  public void seekFloor(byte[] key) throws IOException {
    if (Arrays.compareUnsigned(key, upper) >= 0) {
      seekToLast();
      return;
    }
    file.seekFloor(key);
    look();
  }

  @Override
  public void next() throws IOException {
    file.next();
    look();
  }

  @Override
  public void previous() throws IOException {
    file.previous();
    look();
  }

  private void look() {
    inside = file.isValid() && compare(lower) >= 0 && compare(upper) < 0;
  }

  private int compare(byte[] bound) {
    return Arrays.compareUnsigned(file.keyArray(), 0, file.keyLength(), bound, 0, bound.length);
  }

  @Override
  public boolean isValid() {
    return inside;
  }

  @Override
  public byte[] keyArray() {
    return file.keyArray();
  }

  @Override
  public int keyLength() {
    return file.keyLength();
  }

  @Override
  public long sequence() {
    return assignedSequence == 0 ? file.sequence() : assignedSequence;
  }

  @Override
  public boolean isTombstone() {
    return file.isTombstone();
  }

  @Override
  public byte @Nullable [] valueArray() {
    return file.valueArray();
  }

  @Override
  public int valueOffset() {
    return file.valueOffset();
  }

  @Override
  public int valueLength() {
    return file.valueLength();
  }

  @Override
  public void close() {
    file.close();
  }
}
