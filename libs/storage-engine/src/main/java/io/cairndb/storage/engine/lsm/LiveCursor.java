package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.Cursor;
import io.cairndb.storage.engine.KeyProbe;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.cursor.MergingCursor;
import io.cairndb.storage.engine.range.RangeDeletions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Live entries of merged sources within bounds: what is deleted is passed over. */
final class LiveCursor implements Cursor {
  private final EntryCursor source;
  private final byte @Nullable [] lower;
  private final byte @Nullable [] upper;
  private final long sequence;
  private final RangeDeletions deleted;

  /** What becomes of an error. */
  private final Function<IOException, UncheckedIOException> unreadable;

  private final BooleanSupplier viewClosed;
  private boolean valid;
  private boolean closed;
  private byte @Nullable [] key;

  /**
   * Stands nowhere at first.
   *
   * @param deleted the ranges of all sources
   * @param viewClosed whether the memory of the sources may hold something else by now
   */
  LiveCursor(
      List<EntryCursor> newestFirst,
      Bounds bounds,
      RangeDeletions deleted,
      Function<IOException, UncheckedIOException> unreadable,
      BooleanSupplier viewClosed) {
    this.viewClosed = viewClosed;
    this.unreadable = unreadable;
    this.source = newestFirst.size() == 1 ? newestFirst.get(0) : new MergingCursor(newestFirst);
    this.lower = bounds.lower();
    this.upper = bounds.upper();
    this.sequence = bounds.sequence();
    this.deleted = deleted;
  }

  private boolean isDeleted() {
    return source.isTombstone()
        || (!deleted.isEmpty()
            && deleted.covering(source.keyArray(), source.keyLength(), sequence)
                > source.sequence());
  }

  @Override
  public boolean seekToFirst() {
    requireOpen();
    try {
      standFirst();
      return settleForward();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void standFirst() throws IOException {
    if (lower == null) {
      source.seekToFirst();
    } else {
      source.seekCeiling(lower);
    }
  }

  /** The first live key, or the deleted one behind {@code passMax} others; stands nowhere after. */
  KeyProbe probe(int passMax) {
    requireOpen();
    valid = false;
    try {
      int passed = 0;
      for (standFirst(); source.isValid(); source.next()) {
        if (upper != null && compare(upper) >= 0) {
          break;
        }
        boolean live = !isDeleted();
        if (live || passed == passMax) {
          return new KeyProbe(source.key(), live, passed);
        }
        passed++;
      }
      return new KeyProbe(null, false, passed);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean seekToLast() {
    requireOpen();
    try {
      if (upper == null) {
        source.seekToLast();
      } else {
        seekBelow(upper);
      }
      return settleBackward();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void seekBelow(byte[] bound) throws IOException {
    source.seekFloor(bound);
    if (source.isValid() && compare(bound) == 0) {
      source.previous();
    }
  }

  @Override
  public boolean seekCeiling(byte[] target) {
    requireOpen();
    try {
      boolean below = lower != null && Arrays.compareUnsigned(target, lower) < 0;
      source.seekCeiling(below && lower != null ? lower : target);
      return settleForward();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean seekFloor(byte[] target) {
    requireOpen();
    if (upper != null && Arrays.compareUnsigned(target, upper) >= 0) {
      return seekToLast();
    }
    try {
      source.seekFloor(target);
      return settleBackward();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean next() {
    requireValid();
    try {
      source.next();
      return settleForward();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean previous() {
    requireValid();
    try {
      source.previous();
      return settleBackward();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private boolean settleForward() throws IOException {
    key = null;
    while (source.isValid() && isDeleted()) {
      if (upper != null && compare(upper) >= 0) {
        break;
      }
      source.next();
    }
    valid =
        source.isValid()
            && !isDeleted()
            && (upper == null || compare(upper) < 0)
            && (lower == null || compare(lower) >= 0);
    return valid;
  }

  private boolean settleBackward() throws IOException {
    key = null;
    while (source.isValid() && isDeleted()) {
      if (lower != null && compare(lower) < 0) {
        break;
      }
      source.previous();
    }
    valid =
        source.isValid()
            && !isDeleted()
            && (lower == null || compare(lower) >= 0)
            && (upper == null || compare(upper) < 0);
    return valid;
  }

  private int compare(byte[] bound) {
    return Arrays.compareUnsigned(source.keyArray(), 0, source.keyLength(), bound, 0, bound.length);
  }

  private UncheckedIOException failed(IOException cause) {
    valid = false;
    return unreadable.apply(cause);
  }

  private void requireOpen() {
    if (closed || viewClosed.getAsBoolean()) {
      throw new IllegalStateException("the cursor, or its view, is closed");
    }
  }

  private void requireValid() {
    requireOpen();
    if (!valid) {
      throw new IllegalStateException("the cursor stands on no key");
    }
  }

  @Override
  public boolean isValid() {
    return valid;
  }

  @Override
  public byte[] key() {
    requireValid();
    byte[] known = key;
    if (known == null) {
      known = source.key();
      key = known;
    }
    return known;
  }

  @Override
  public byte[] value() {
    requireValid();
    byte[] value = source.value();
    if (value == null) {
      throw new IllegalStateException("a live entry has a value");
    }
    return value;
  }

  @Override
  public void close() {
    valid = false;
    closed = true;
    source.close();
  }
}
