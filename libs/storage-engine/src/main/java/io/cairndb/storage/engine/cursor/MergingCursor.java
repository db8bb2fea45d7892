package io.cairndb.storage.engine.cursor;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges sources given newest first; of equal keys the newest source's entry is shown, or every
 * one, newest first. Confined to one thread.
 *
 * <p>A binary heap holds the valid sources, least key (or greatest, going backwards) on top, equal
 * keys newest first. Moving on advances every source that stands on the current key. A change of
 * direction repositions all other sources around the current key.
 */
public final class MergingCursor implements EntryCursor {
  private final EntryCursor[] sources;

  /** Indexes into {@link #sources}; the first {@link #heapSize} form the heap. */
  private final int[] heap;

  private final boolean everyVersion;
  private int heapSize;
  private boolean forward = true;

  /** The key being left, while several sources stand on it. */
  private byte[] passed = new byte[0];

  /** Shows one entry of each key. */
  public MergingCursor(List<? extends EntryCursor> newestFirst) {
    this(newestFirst, false);
  }

  private MergingCursor(List<? extends EntryCursor> newestFirst, boolean everyVersion) {
    this.sources = newestFirst.toArray(EntryCursor[]::new);
    this.heap = new int[sources.length];
    this.everyVersion = everyVersion;
  }

  /** Shows every entry of sources of all versions; to be walked forwards only. */
  public static MergingCursor ofVersions(List<? extends EntryCursor> newestFirst) {
    return new MergingCursor(newestFirst, true);
  }

  @Override
  public void seekToFirst() throws IOException {
    for (EntryCursor source : sources) {
      source.seekToFirst();
    }
    rebuild(true);
  }

  @Override
  public void seekToLast() throws IOException {
    for (EntryCursor source : sources) {
      source.seekToLast();
    }
    rebuild(false);
  }

  @Override
  public void seekCeiling(byte[] key) throws IOException {
    for (EntryCursor source : sources) {
      source.seekCeiling(key);
    }
    rebuild(true);
  }

  @Override
  public void seekFloor(byte[] key) throws IOException {
    for (EntryCursor source : sources) {
      source.seekFloor(key);
    }
    rebuild(false);
  }

  @Override
  public void next() throws IOException {
    if (!forward) {
      turn();
    }
    advance();
  }

  @Override
  public void previous() throws IOException {
    if (forward) {
      turn();
    }
    advance();
  }

  /** Repositions every source at the current key or behind it, seen in the new direction. */
  private void turn() throws IOException {
    byte[] current = key();
    for (EntryCursor source : sources) {
      if (forward) {
        source.seekFloor(current);
      } else {
        source.seekCeiling(current);
      }
    }
    rebuild(!forward);
  }

  private void advance() throws IOException {
    EntryCursor shown = sources[heap[0]];
    if (!everyVersion && heapSize > 1 && nextBestEquals(shown)) {
      int length = shown.keyLength();
      if (passed.length < length) {
        passed = new byte[2 * length];
      }
      System.arraycopy(shown.keyArray(), 0, passed, 0, length);
      while (heapSize > 0 && stands(sources[heap[0]], passed, length)) {
        step();
      }
    } else {
      step();
    }
  }

  private boolean nextBestEquals(EntryCursor shown) {
    return sameKey(shown, sources[heap[1]]) || (heapSize > 2 && sameKey(shown, sources[heap[2]]));
  }

  private void step() throws IOException {
    EntryCursor top = sources[heap[0]];
    if (forward) {
      top.next();
    } else {
      top.previous();
    }
    if (!top.isValid()) {
      heap[0] = heap[--heapSize];
    }
    siftDown(0);
  }

  private void rebuild(boolean towardsEnd) {
    forward = towardsEnd;
    heapSize = 0;
    for (int i = 0; i < sources.length; i++) {
      if (sources[i].isValid()) {
        heap[heapSize++] = i;
      }
    }
    for (int i = heapSize / 2 - 1; i >= 0; i--) {
      siftDown(i);
    }
  }

  private void siftDown(int from) {
    int parent = from;
    while (true) {
      int child = 2 * parent + 1;
      if (child >= heapSize) {
        return;
      }
      if (child + 1 < heapSize && before(heap[child + 1], heap[child])) {
        child++;
      }
      if (!before(heap[child], heap[parent])) {
        return;
      }
      int moved = heap[parent];
      heap[parent] = heap[child];
      heap[child] = moved;
      parent = child;
    }
  }

  private boolean before(int left, int right) {
    EntryCursor a = sources[left];
    EntryCursor b = sources[right];
    int order =
        Arrays.compareUnsigned(a.keyArray(), 0, a.keyLength(), b.keyArray(), 0, b.keyLength());
    if (order == 0) {
      return left < right;
    }
    return forward ? order < 0 : order > 0;
  }

  private static boolean sameKey(EntryCursor a, EntryCursor b) {
    return Arrays.equals(a.keyArray(), 0, a.keyLength(), b.keyArray(), 0, b.keyLength());
  }

  private static boolean stands(EntryCursor cursor, byte[] key, int length) {
    return Arrays.equals(cursor.keyArray(), 0, cursor.keyLength(), key, 0, length);
  }

  @Override
  public boolean isValid() {
    return heapSize > 0;
  }

  @Override
  public byte[] keyArray() {
    return sources[heap[0]].keyArray();
  }

  @Override
  public int keyLength() {
    return sources[heap[0]].keyLength();
  }

  @Override
  public byte[] key() {
    return sources[heap[0]].key();
  }

  @Override
  public long sequence() {
    return sources[heap[0]].sequence();
  }

  @Override
  public boolean isTombstone() {
    return sources[heap[0]].isTombstone();
  }

  @Override
  public byte @Nullable [] valueArray() {
    return sources[heap[0]].valueArray();
  }

  @Override
  public int valueOffset() {
    return sources[heap[0]].valueOffset();
  }

  @Override
  public int valueLength() {
    return sources[heap[0]].valueLength();
  }

  @Override
  public byte @Nullable [] value() {
    return sources[heap[0]].value();
  }

  @Override
  public void close() {
    for (EntryCursor source : sources) {
      source.close();
    }
  }
}
