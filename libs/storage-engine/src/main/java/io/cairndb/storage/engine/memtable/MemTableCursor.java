package io.cairndb.storage.engine.memtable;

/** Shows, of each key, the newest version not above a sequence number. */
final class MemTableCursor extends NodeCursor {
  private final long sequence;

  MemTableCursor(SkipList list, long sequence) {
    super(list);
    this.sequence = sequence;
  }

  @Override
  public void seekToFirst() {
    settleForward(list.first());
  }

  @Override
  public void seekToLast() {
    settleBackward(list.last());
  }

  @Override
  public void seekCeiling(byte[] key) {
    settleForward(list.ceiling(key, sequence));
  }

  @Override
  public void seekFloor(byte[] key) {
    settleBackward(list.lastBelow(key, true));
  }

  @Override
  public void next() {
    int at = current();
    int following = list.next(at);
    while (following != SkipList.NONE && list.isSameKey(following, at)) {
      following = list.next(following);
    }
    settleForward(following);
  }

  @Override
  public void previous() {
    settleBackward(list.lastBelow(key(), false));
  }

  /** The first visible version from {@code from} on is the newest visible one of its key. */
  private void settleForward(int from) {
    int at = from;
    while (at != SkipList.NONE && list.sequence(at) > sequence) {
      at = list.next(at);
    }
    standOn(at);
  }

  /** {@code from} is the oldest version of its key; takes the key's newest visible one. */
  private void settleBackward(int from) {
    standOn(from);
    while (isValid() && sequence() > sequence) {
      standOn(list.lastBelow(key(), false));
    }
    if (isValid()) {
      standOn(list.ceiling(key(), sequence));
    }
  }
}
