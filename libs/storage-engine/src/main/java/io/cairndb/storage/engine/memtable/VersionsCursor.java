package io.cairndb.storage.engine.memtable;

import io.cairndb.storage.engine.cursor.EntryCursor;
import org.jspecify.annotations.Nullable;

/** Walks every version of each key, newest first; forwards only. */
final class VersionsCursor implements EntryCursor {
  private final SkipList list;
  private SkipList.@Nullable Node node;

  VersionsCursor(SkipList list) {
    this.list = list;
  }

  private SkipList.Node current() {
    SkipList.Node at = node;
    if (at == null) {
      throw new IllegalStateException("the cursor stands on no entry");
    }
    return at;
  }

  @Override
  public void seekToFirst() {
    node = list.first();
  }

  @Override
  public void seekCeiling(byte[] key) {
    node = list.ceiling(key, Long.MAX_VALUE);
  }

  @Override
  public void next() {
    node = current().next();
  }

  @Override
  public void seekToLast() {
    throw forwardsOnly();
  }

  @Override
  public void seekFloor(byte[] key) {
    throw forwardsOnly();
  }

  @Override
  public void previous() {
    throw forwardsOnly();
  }

  private static UnsupportedOperationException forwardsOnly() {
    return new UnsupportedOperationException("versions are read forwards only");
  }

  @Override
  public boolean isValid() {
    return node != null;
  }

  @Override
  public byte[] keyArray() {
    return current().key;
  }

  @Override
  public int keyLength() {
    return current().key.length;
  }

  @Override
  public long sequence() {
    return current().sequence;
  }

  @Override
  public boolean isTombstone() {
    return current().value == null;
  }

  @Override
  public byte @Nullable [] valueArray() {
    return current().value;
  }

  @Override
  public int valueOffset() {
    return 0;
  }

  @Override
  public int valueLength() {
    byte[] value = current().value;
    return value == null ? 0 : value.length;
  }
}
