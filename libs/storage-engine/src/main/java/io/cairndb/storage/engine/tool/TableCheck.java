package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableInspector;
import io.cairndb.storage.engine.sstable.TableInspector.Entry;
import io.cairndb.storage.engine.sstable.TableInspector.Place;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Looks at everything in one table: each block's checksum and entries, the order of keys, the
 * separators of the index, that the filter knows every key, and that counts, ranges and properties
 * are those of the entries. Confined to one thread.
 */
final class TableCheck {
  private final Path path;
  private final TableInspector table;
  private final Consumer<Finding> findings;
  private final LongConsumer progress;
  private @Nullable Predicate<byte[]> filter;
  private byte @Nullable [] smallest;
  private @Nullable Entry last;
  private byte @Nullable [] lastSeparator;
  private RangeDeletions ranges = RangeDeletions.NONE;
  private long entries;
  private long keys;
  private long tombstones;
  private long sequenceMin = Long.MAX_VALUE;
  private long sequenceMax;
  private int damages;

  /**
   * A check that tells {@code findings} what is wrong.
   *
   * @param progress is given the stored bytes of each block read
   */
  TableCheck(Path path, TableInspector table, Consumer<Finding> findings, LongConsumer progress) {
    this.path = path;
    this.table = table;
    this.findings = findings;
    this.progress = progress;
  }

  /** Reads everything; returns whether the table is whole and the one that {@code named} means. */
  boolean run(SstableMeta named) throws IOException {
    SstableMeta meta = named.ofFile();
    if (table.length() != meta.bytes()) {
      damage(table.length(), "length is " + table.length() + ", not " + meta.bytes());
    }
    attempt(table::requireKey);
    attempt(() -> table.requireProperties(meta));
    attempt(() -> filter = table.filter());
    attempt(() -> ranges = table.rangeDeletions());
    for (CorruptionException damaged : table.indexDamage()) {
      damages++;
      findings.accept(Finding.damage(damaged));
    }
    for (Place place : table.places()) {
      attempt(() -> block(place));
      lastSeparator = place.separator();
      progress.accept(place.storedBytes());
    }
    if (damages == 0) {
      requireSame(meta);
    }
    return damages == 0;
  }

  /** What can find damage. */
  @FunctionalInterface
  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Step step) throws IOException {
    try {
      step.run();
    } catch (CorruptionException e) {
      damages++;
      findings.accept(Finding.damage(e));
    }
  }

  private void damage(long offset, String detail) {
    damages++;
    findings.accept(Finding.damage(path, offset, detail));
  }

  private void block(Place place) throws IOException {
    byte[] floor = lastSeparator;
    boolean first = true;
    for (Entry entry : table.entries(place)) {
      if (first && floor != null && Arrays.compareUnsigned(entry.key(), floor) < 0) {
        damage(place.offset(), "first key is below the separator before it");
      }
      first = false;
      entry(place, entry);
    }
    Entry end = last;
    if (end != null && Arrays.compareUnsigned(end.key(), place.separator()) > 0) {
      damage(place.offset(), "last key is above the block's separator");
    }
  }

  private void entry(Place place, Entry entry) {
    byte[] key = entry.key();
    Entry previous = last;
    if (previous != null && !TableSalvage.follows(previous, entry)) {
      damage(place.offset(), "keys do not ascend at " + Texts.escaped(key));
    }
    Predicate<byte[]> known = filter;
    if (known != null && !known.test(key)) {
      damage(place.offset(), "the filter does not know " + Texts.escaped(key));
    }
    if (smallest == null) {
      smallest = key;
    }
    keys += previous == null || !Arrays.equals(previous.key(), key) ? 1 : 0;
    last = entry;
    entries++;
    tombstones += entry.value() == null ? 1 : 0;
    sequenceMin = Math.min(sequenceMin, entry.sequence());
    sequenceMax = Math.max(sequenceMax, entry.sequence());
  }

  private void requireSame(SstableMeta meta) {
    for (RangeDeletions.Fragment fragment : ranges.fragments()) {
      for (long sequence : fragment.sequences()) {
        sequenceMin = Math.min(sequenceMin, sequence);
        sequenceMax = Math.max(sequenceMax, sequence);
      }
    }
    require("entries", entries, meta.entries());
    require("tombstones", tombstones, meta.tombstones());
    require("keys", keys, meta.contents().keys());
    require("range deletions", ranges.fragments().size(), meta.contents().rangeDeletions());
    require("least sequence number", sequenceMin, meta.sequences().smallest());
    require("greatest sequence number", sequenceMax, meta.sequences().largest());
    byte[] first = smallest;
    Entry end = last;
    boolean sameRange =
        first != null && end != null && range(first, end.key()).holdsSameAs(meta.keys());
    if (!sameRange) {
      damage(0, "key range is not the one the manifest names");
    }
  }

  private KeyRange range(byte[] first, byte[] end) {
    KeyRange range = KeyRange.closed(first, end);
    if (ranges.isEmpty()) {
      return range;
    }
    byte[] from = ranges.fragments().getFirst().start();
    return range.span(new KeyRange(from, ranges.fragments().getLast().end(), true));
  }

  private void require(String what, long found, long expected) {
    if (found != expected) {
      damage(0, what + " " + found + ", in the manifest " + expected);
    }
  }
}
