package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks disjoint tables, ordered by key, as one; touches a table only when it gets there. */
final class LevelCursor implements EntryCursor {
  private final Sstable[] tables;
  private final Function<Sstable, EntryCursor> cursors;
  private int index = -1;
  private @Nullable EntryCursor current;

  LevelCursor(Sstable[] tables, Function<Sstable, EntryCursor> cursors) {
    this.tables = tables;
    this.cursors = cursors;
  }

  private EntryCursor open(int target) {
    EntryCursor opened = current;
    if (opened == null || target != index) {
      close();
      opened = cursors.apply(tables[target]);
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
    settleForward();
  }

  @Override
  public void seekToLast() throws IOException {
    open(tables.length - 1).seekToLast();
    settleBackward();
  }

  @Override
  public void seekCeiling(byte[] key) throws IOException {
    int target = TreeLevels.firstReaching(tables, key);
    if (target == tables.length) {
      close();
    } else {
      open(target).seekCeiling(key);
      settleForward();
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
    settleBackward();
  }

  @Override
  public void next() throws IOException {
    current().next();
    settleForward();
  }

  /** A table may show nothing: its entries are too new, or it holds range deletions only. */
  private void settleForward() throws IOException {
    while (!current().isValid() && index + 1 < tables.length) {
      open(index + 1).seekToFirst();
    }
  }

  @Override
  public void previous() throws IOException {
    current().previous();
    settleBackward();
  }

  private void settleBackward() throws IOException {
    while (!current().isValid() && index > 0) {
      open(index - 1).seekToLast();
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

  @Override
  public void close() {
    EntryCursor opened = current;
    current = null;
    if (opened != null) {
      opened.close();
    }
  }
}
