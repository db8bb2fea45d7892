package io.cairndb.storage.engine.memtable;

/** Walks every version of each key, newest first; forwards only. */
final class VersionsCursor extends NodeCursor {
  VersionsCursor(SkipList list) {
    super(list);
  }

  @Override
  public void seekToFirst() {
    standOn(list.first());
  }

  @Override
  public void seekCeiling(byte[] key) {
    standOn(list.ceiling(key, Long.MAX_VALUE));
  }

  @Override
  public void next() {
    standOn(list.next(current()));
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
}
