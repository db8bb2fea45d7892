package io.cairndb.storage.engine.memtable;

import io.cairndb.storage.engine.cursor.EntryCursor;
import org.jspecify.annotations.Nullable;

/** The entry of a skip list on which a cursor stands, copied to the heap when it is looked at. */
abstract class NodeCursor implements EntryCursor {
  private static final int KEEP_BYTES = 64 << 10;

  final SkipList list;
  private int node = SkipList.NONE;
  private byte[] key = new byte[64];

  /** Of the key once it is copied; -1 before. */
  private int keyLength;

  private byte[] value = new byte[0];
  private boolean valueCopied;

  NodeCursor(SkipList list) {
    this.list = list;
  }

  /** Goes to that node, or to none. */
  final void standOn(int found) {
    node = found;
    keyLength = -1;
    valueCopied = false;
  }

  /** The node under the cursor, which must be valid. */
  final int current() {
    if (node == SkipList.NONE) {
      throw new IllegalStateException("the cursor stands on no entry");
    }
    return node;
  }

  @Override
  public final boolean isValid() {
    return node != SkipList.NONE;
  }

  @Override
  public final byte[] keyArray() {
    if (keyLength < 0) {
      int length = list.keyLength(current());
      if (key.length < length) {
        key = new byte[2 * length];
      }
      list.copyKey(node, key);
      keyLength = length;
    }
    return key;
  }

  @Override
  public final int keyLength() {
    return keyLength < 0 ? list.keyLength(current()) : keyLength;
  }

  @Override
  public final byte[] key() {
    byte[] copy = new byte[list.keyLength(current())];
    list.copyKey(node, copy);
    return copy;
  }

  @Override
  public final long sequence() {
    return list.sequence(current());
  }

  @Override
  public final boolean isTombstone() {
    return list.valueLength(current()) < 0;
  }

  @Override
  public final byte @Nullable [] valueArray() {
    int length = list.valueLength(current());
    if (length < 0) {
      return null;
    }
    if (!valueCopied) {
      if (value.length < length || value.length > Math.max(length, KEEP_BYTES)) {
        value = new byte[length <= KEEP_BYTES / 2 ? 2 * length : length];
      }
      list.copyValue(node, value);
      valueCopied = true;
    }
    return value;
  }

  @Override
  public final int valueOffset() {
    return 0;
  }

  @Override
  public final int valueLength() {
    return Math.max(0, list.valueLength(current()));
  }

  @Override
  public final byte @Nullable [] value() {
    int length = list.valueLength(current());
    if (length < 0) {
      return null;
    }
    byte[] copy = new byte[length];
    list.copyValue(node, copy);
    return copy;
  }
}
