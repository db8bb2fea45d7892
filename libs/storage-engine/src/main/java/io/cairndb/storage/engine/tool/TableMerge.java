package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableHints;
import io.cairndb.storage.engine.sstable.TableInspector;
import io.cairndb.storage.engine.sstable.TableInspector.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Gives tables of which no manifest tells a common level. Tables that overlap no other stay as they
 * are; groups that overlap are merged by key and sequence number, since nothing says which of two
 * tables hides the other. Holds a block of each table in memory.
 */
final class TableMerge {
  private final TableOutput.Place place;
  private final FormatVersion format;

  private final SalvagedTrees trees;

  TableMerge(TableOutput.Place place, FormatVersion format, SalvagedTrees trees) {
    this.trees = trees;
    this.place = place;
    this.format = format;
  }

  /** Returns disjoint tables of one tree with the newest version of each key of {@code tables}. */
  List<SstableMeta> disjoint(int tree, List<SstableMeta> tables) throws IOException {
    List<SstableMeta> result = new ArrayList<>();
    for (List<SstableMeta> group : groups(tables)) {
      result.addAll(group.size() == 1 ? group : merge(tree, group, false));
    }
    return result;
  }

  /**
   * Returns tables of one tree that may lie upon each other in the order of their sequence numbers,
   * with the newest version of each key of those that may not. Tables that may stay as they are.
   */
  List<SstableMeta> stacked(int tree, List<SstableMeta> tables) throws IOException {
    List<SstableMeta> ordered = new ArrayList<>(tables);
    ordered.sort(Comparator.comparingLong(table -> table.sequences().smallest()));
    List<SstableMeta> result = new ArrayList<>();
    List<SstableMeta> group = new ArrayList<>();
    long newest = Long.MIN_VALUE;
    for (SstableMeta table : ordered) {
      if (table.sequences().smallest() > newest) {
        result.addAll(group.size() > 1 ? merge(tree, group, true) : group);
        group.clear();
      }
      group.add(table);
      newest = Math.max(newest, table.sequences().largest());
    }
    result.addAll(group.size() > 1 ? merge(tree, group, true) : group);
    return result;
  }

  /** Splits into groups such that tables of different groups share no key. */
  private static List<List<SstableMeta>> groups(List<SstableMeta> tables) {
    List<SstableMeta> ordered = new ArrayList<>(tables);
    ordered.sort(Comparator.comparing(SstableMeta::smallest, Arrays::compareUnsigned));
    List<List<SstableMeta>> groups = new ArrayList<>();
    KeyRange span = null;
    for (SstableMeta table : ordered) {
      if (span == null || !span.overlaps(table.keys())) {
        groups.add(new ArrayList<>());
        span = table.keys();
      } else {
        span = span.span(table.keys());
      }
      groups.getLast().add(table);
    }
    return groups;
  }

  /** {@code keepsRanges} when a deleted range may hide what is in other tables. */
  private List<SstableMeta> merge(int tree, List<SstableMeta> group, boolean keepsRanges)
      throws IOException {
    List<Source> sources = new ArrayList<>();
    try {
      List<RangeDeletions> deletions = new ArrayList<>();
      for (SstableMeta table : group) {
        Source source = new Source(place, table);
        sources.add(source);
        deletions.add(source.rangeDeletions());
      }
      RangeDeletions ranges = RangeDeletions.merge(deletions);
      RangeDeletions kept = keepsRanges ? ranges : RangeDeletions.NONE;
      try (TableOutput output = new TableOutput(place, format, tree, kept)) {
        output.setHints(hints(tree, sources));
        merge(sources, ranges, output);
        return output.finish();
      }
    } finally {
      for (Source source : sources) {
        source.table.close();
      }
    }
  }

  /** Of tables with the entries of all {@code sources}. */
  private TableHints hints(int tree, List<Source> sources) throws IOException {
    long first = CompactionFilter.NEVER;
    long last = 0;
    long written = 0;
    for (Source source : sources) {
      TableHints told = trees.of(tree, source.table);
      first = Math.min(first, told.firstExpiry());
      last = Math.max(last, told.lastExpiry());
      written = Math.max(written, told.written());
    }
    return new TableHints(first, last, written);
  }

  private static void merge(List<Source> sources, RangeDeletions ranges, TableOutput output)
      throws IOException {
    PriorityQueue<Source> queue = new PriorityQueue<>(NEWEST_OF_LEAST_KEY);
    for (Source source : sources) {
      if (source.advance()) {
        queue.add(source);
      }
    }
    byte[] last = null;
    for (Source source = queue.poll(); source != null; source = queue.poll()) {
      Entry entry = source.entry();
      boolean newest = last == null || !Arrays.equals(last, entry.key());
      last = entry.key();
      if (newest && !isDeleted(ranges, entry)) {
        output.add(entry);
      }
      if (source.advance()) {
        queue.add(source);
      }
    }
  }

  /** What a deleted range hides in the group goes; in disjoint tables that is all it hides. */
  private static boolean isDeleted(RangeDeletions ranges, Entry entry) {
    long deleted = ranges.covering(entry.key(), entry.key().length, Long.MAX_VALUE);
    return deleted > entry.sequence();
  }

  private static final Comparator<Source> NEWEST_OF_LEAST_KEY =
      (a, b) -> {
        int order = Arrays.compareUnsigned(a.entry().key(), b.entry().key());
        return order != 0 ? order : Long.compare(b.entry().sequence(), a.entry().sequence());
      };

  /** The entries of one table, one after the other. */
  private static final class Source {
    private final TableInspector table;
    private final Deque<TableInspector.Place> blocks;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private final TableSubject subject;

    Source(TableOutput.Place place, SstableMeta meta) throws IOException {
      Path path = FileNames.table(place.directory(), meta.number());
      subject = TableSubject.named(meta);
      table = TableInspector.open(place.files(), path, place.ciphers());
      blocks = new ArrayDeque<>(table.places());
    }

    RangeDeletions rangeDeletions() throws IOException {
      return subject.own(table.rangeDeletions());
    }

    /** Goes to the next entry; false when there is none. */
    boolean advance() throws IOException {
      entries.poll();
      while (entries.isEmpty() && !blocks.isEmpty()) {
        for (Entry stored : table.entries(blocks.remove())) {
          Entry own = subject.own(stored);
          if (own != null) {
            entries.add(own);
          }
        }
      }
      return !entries.isEmpty();
    }

    Entry entry() {
      return entries.element();
    }
  }
}
