package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.sstable.ReadPattern;
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Walks disjoint tables, ordered by key, as one; touches a table only when it gets there. */
final class LevelCursor implements EntryCursor {
  private final Sstable[] tables;
  private final ReadPattern pattern;
  private int index = -1;
  private @Nullable EntryCursor current;

  LevelCursor(Sstable[] tables, ReadPattern pattern) {
    this.tables = tables;
    this.pattern = pattern;
  }

  private EntryCursor open(int target) {
    EntryCursor opened = current;
    if (opened == null || target != index) {
      opened = tables[target].cursor(pattern);
      current = opened;
      index = target;
    }
    return opened;
  }

  private EntryCursor current() {
    EntryCursor opened = current;
    if (opened == null) {
      throw new IllegalStateException("the cursor stands on no entry");
    }
    return opened;
  }

  @Override
  public void seekToFirst() throws IOException {
    open(0).seekToFirst();
  }

  @Override
  public void seekToLast() throws IOException {
    open(tables.length - 1).seekToLast();
  }

  @Override
  public void seekCeiling(byte[] key) throws IOException {
    int target = TreeLevels.firstReaching(tables, key);
    if (target == tables.length) {
      current = null;
    } else {
      open(target).seekCeiling(key);
    }
  }

  @Override
  public void seekFloor(byte[] key) throws IOException {
    int target = TreeLevels.firstReaching(tables, key);
    if (target == tables.length) {
      seekToLast();
      return;
    }
    open(target).seekFloor(key);
    if (!isValid()) {
      openPrevious();
    }
  }

  @Override
  public void next() throws IOException {
    current().next();
    if (!isValid()) {
      if (index + 1 < tables.length) {
        open(index + 1).seekToFirst();
      } else {
        current = null;
      }
    }
  }

  @Override
  public void previous() throws IOException {
    current().previous();
    if (!isValid()) {
      openPrevious();
    }
  }

  private void openPrevious() throws IOException {
    if (index > 0) {
      open(index - 1).seekToLast();
    } else {
      current = null;
    }
  }

  @Override
  public boolean isValid() {
    EntryCursor opened = current;
    return opened != null && opened.isValid();
  }

  @Override
  public byte[] keyArray() {
    return current().keyArray();
  }

  @Override
  public int keyLength() {
    return current().keyLength();
  }

  @Override
  public long sequence() {
    return current().sequence();
  }

  @Override
  public boolean isTombstone() {
    return current().isTombstone();
  }

  @Override
  public byte @Nullable [] valueArray() {
    return current().valueArray();
  }

  @Override
  public int valueOffset() {
    return current().valueOffset();
  }

  @Override
  public int valueLength() {
    return current().valueLength();
  }

  @Override
  public byte @Nullable [] value() {
    return current().value();
  }
}
