package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.sstable.TableHints;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Asks a tree's filter about entries, and gathers the hints of the table they go to. Confined to
 * one thread.
 */
final class EntryHints implements CompactionFilter.Entry {
  private final @Nullable CompactionFilter filter;
  private final long written;
  private final long now;
  private @Nullable EntryCursor entry;
  private long firstExpiry = CompactionFilter.NEVER;
  private long lastExpiry;

  /**
   * @param written when the newest entry was written; {@link TableHints#UNKNOWN} if nobody asks
   * @param now in milliseconds since the Unix epoch
   */
  EntryHints(@Nullable CompactionFilter filter, long written, long now) {
    this.filter = filter;
    this.written = written;
    this.now = now;
  }

  /** Whether the filter drops the entry under the cursor, which has a value. */
  boolean drops(EntryCursor cursor) {
    if (filter == null) {
      return false;
    }
    entry = cursor;
    return filter.drops(this, now);
  }

  /**
   * Counts an entry that goes to the table, with its value.
   *
   * @param unasked whether the filter was not asked for this entry, but will be some day
   */
  void add(EntryCursor cursor, boolean unasked) {
    if (filter == null || cursor.isTombstone()) {
      return;
    }
    entry = cursor;
    long expiry = filter.expiryMillis(this);
    // One that should have been dropped by now was not, and will not be the next time.
    long next = expiry <= now && !unasked ? CompactionFilter.NEVER : expiry;
    firstExpiry = Math.min(firstExpiry, next);
    lastExpiry = Math.max(lastExpiry, next);
  }

  /** The hints of the table that is complete; the next one begins. */
  TableHints take() {
    boolean expires = firstExpiry != CompactionFilter.NEVER;
    TableHints hints =
        new TableHints(firstExpiry, expires ? lastExpiry : CompactionFilter.NEVER, written);
    firstExpiry = CompactionFilter.NEVER;
    lastExpiry = 0;
    return hints;
  }

  private EntryCursor current() {
    return Objects.requireNonNull(entry, "an entry is looked at while it is asked about");
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
  public byte[] valueArray() {
    return Objects.requireNonNull(current().valueArray(), "a tombstone has no value");
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
  public long sequence() {
    return current().sequence();
  }
}
