package io.cairndb.storage.engine.memtable;

import io.cairndb.storage.engine.cursor.EntryCursor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Shows, of each key, the newest version not above a sequence number. */
final class MemTableCursor implements EntryCursor {
  private final SkipList list;
  private final long sequence;
  private SkipList.@Nullable Node node;

  MemTableCursor(SkipList list, long sequence) {
    this.list = list;
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
    SkipList.Node at = current();
    SkipList.Node following = at.next();
    while (following != null && Arrays.equals(following.key, at.key)) {
      following = following.next();
    }
    settleForward(following);
  }

  @Override
  public void previous() {
    settleBackward(list.lastBelow(current().key, false));
  }

  /** The first visible version from {@code from} on is the newest visible one of its key. */
  private void settleForward(SkipList.@Nullable Node from) {
    SkipList.Node at = from;
    while (at != null && at.sequence > sequence) {
      at = at.next();
    }
    node = at;
  }

  /** {@code from} is the oldest version of its key; takes the key's newest visible one. */
  private void settleBackward(SkipList.@Nullable Node from) {
    SkipList.Node at = from;
    while (at != null && at.sequence > sequence) {
      at = list.lastBelow(at.key, false);
    }
    node = at == null ? null : list.ceiling(at.key, sequence);
  }

  private SkipList.Node current() {
    SkipList.Node at = node;
    if (at == null) {
      throw new IllegalStateException("the cursor stands on no entry");
    }
    return at;
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
  public byte[] key() {
    return current().key;
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

  @Override
  public byte @Nullable [] value() {
    return current().value;
  }
}
