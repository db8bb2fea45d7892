package io.cairndb.storage.engine.cursor;

import java.io.IOException;
import java.util.Arrays;

/**
 * Of a source with every version of each key, newest first, shows the newest one not above a
 * sequence number. Confined to one thread.
 */
public final class VisibleVersions extends WrappedCursor {
  private final long bound;
  private byte[] left = new byte[0];
  private int leftLength;

  /** {@code source} moves both ways; its {@link EntryCursor#seekFloor} is not used. */
  public VisibleVersions(EntryCursor source, long bound) {
    super(source);
    this.bound = bound;
  }

  @Override
  public void seekToFirst() throws IOException {
    source.seekToFirst();
    settleForward();
  }

  @Override
  public void seekToLast() throws IOException {
    source.seekToLast();
    settleBackward();
  }

  @Override
  public void seekCeiling(byte[] key) throws IOException {
    source.seekCeiling(key);
    settleForward();
  }

  @Override
  public void seekFloor(byte[] key) throws IOException {
    source.seekCeiling(key);
    leave(key, key.length);
    while (standsOnLeft() && source.sequence() > bound) {
      source.next();
    }
    if (standsOnLeft()) {
      return;
    }
    source.seekCeiling(key);
    if (source.isValid()) {
      source.previous();
    } else {
      source.seekToLast();
    }
    settleBackward();
  }

  @Override
  public void next() throws IOException {
    leave(source.keyArray(), source.keyLength());
    do {
      source.next();
    } while (standsOnLeft());
    settleForward();
  }

  @Override
  public void previous() throws IOException {
    leave(source.keyArray(), source.keyLength());
    skipBackward();
    settleBackward();
  }

  private void skipBackward() throws IOException {
    do {
      source.previous();
    } while (standsOnLeft());
  }

  /** The first version from here on that is not above the bound is the newest such of its key. */
  private void settleForward() throws IOException {
    while (source.isValid() && source.sequence() > bound) {
      source.next();
    }
  }

  /** From the oldest version of a key to its newest visible one, or to one of a key before. */
  private void settleBackward() throws IOException {
    while (source.isValid()) {
      leave(source.keyArray(), source.keyLength());
      if (source.sequence() > bound) {
        skipBackward();
        continue;
      }
      do {
        source.previous();
      } while (standsOnLeft() && source.sequence() <= bound);
      if (source.isValid()) {
        source.next();
      } else {
        source.seekToFirst();
      }
      return;
    }
  }

  private void leave(byte[] key, int length) {
    if (left.length < length) {
      left = new byte[2 * length];
    }
    System.arraycopy(key, 0, left, 0, length);
    leftLength = length;
  }

  private boolean standsOnLeft() {
    return source.isValid()
        && Arrays.equals(source.keyArray(), 0, source.keyLength(), left, 0, leftLength);
  }
}
