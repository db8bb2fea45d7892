package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.SstableMeta;
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

  TableMerge(TableOutput.Place place, FormatVersion format) {
    this.place = place;
    this.format = format;
  }

  /** Returns disjoint tables of one tree with the newest version of each key of {@code tables}. */
  List<SstableMeta> run(int tree, List<SstableMeta> tables) throws IOException {
    List<SstableMeta> result = new ArrayList<>();
    for (List<SstableMeta> group : groups(tables)) {
      result.addAll(group.size() == 1 ? group : merge(tree, group));
    }
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

  private List<SstableMeta> merge(int tree, List<SstableMeta> group) throws IOException {
    List<Source> sources = new ArrayList<>();
    List<RangeDeletions> deletions = new ArrayList<>();
    try (TableOutput output = new TableOutput(place, format, tree, RangeDeletions.NONE)) {
      PriorityQueue<Source> queue = new PriorityQueue<>(NEWEST_OF_LEAST_KEY);
      for (SstableMeta table : group) {
        Source source = new Source(place, table.number());
        sources.add(source);
        deletions.add(source.table.rangeDeletions());
        if (source.advance()) {
          queue.add(source);
        }
      }
      RangeDeletions ranges = RangeDeletions.merge(deletions);
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
      return output.finish();
    } finally {
      for (Source source : sources) {
        source.table.close();
      }
    }
  }

  /** All that a deleted range hides is in the group, so no more than this is left of it. */
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

    Source(TableOutput.Place place, long number) throws IOException {
      Path path = FileNames.table(place.directory(), number);
      table = TableInspector.open(place.files(), path, place.ciphers());
      blocks = new ArrayDeque<>(table.places());
    }

    /** Goes to the next entry; false when there is none. */
    boolean advance() throws IOException {
      entries.poll();
      while (entries.isEmpty() && !blocks.isEmpty()) {
        entries.addAll(table.entries(blocks.remove()));
      }
      return !entries.isEmpty();
    }

    Entry entry() {
      return entries.element();
    }
  }
}
