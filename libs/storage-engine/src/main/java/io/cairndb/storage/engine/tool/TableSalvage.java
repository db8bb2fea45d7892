package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.UnsupportedFormatException;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.BlockScanner;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableInspector;
import io.cairndb.storage.engine.sstable.TableInspector.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Copies what can be read of one damaged table into new ones, and says what cannot. */
final class TableSalvage {
  private final TableOutput.Place place;
  private final FormatVersion format;
  private final Path path;
  private final Consumer<Finding> losses;
  private @Nullable Entry last;

  /**
   * Which table it is.
   *
   * @param number under which its file was written
   * @param tree of the entries; negative when only the table knows
   * @param meta what the manifest says of it, if there is one
   */
  record Subject(long number, int tree, @Nullable SstableMeta meta) {
    static Subject named(SstableMeta meta) {
      return new Subject(meta.ofFile().number(), meta.tree(), meta);
    }

    /** Whether the file's entries count as they are. */
    private boolean isWholeFile() {
      return meta == null || meta.origin() == null;
    }

    /** The number that every entry of a file made elsewhere counts as; 0 for others. */
    private long assigned() {
      return meta != null && meta.ofFile().sequences().largest() == 0
          ? meta.sequences().largest()
          : 0;
    }
  }

  /** {@code losses} hears of each range of keys that is gone. */
  TableSalvage(TableOutput.Place place, FormatVersion format, Path path, Consumer<Finding> losses) {
    this.place = place;
    this.format = format;
    this.path = path;
    this.losses = losses;
  }

  /** Writes the new tables; none when nothing could be read. */
  List<SstableMeta> run(Subject subject) throws IOException {
    try (TableInspector table = TableInspector.open(place.files(), path, place.ciphers())) {
      int tree = subject.tree < 0 ? table.describe(subject.number).tree() : subject.tree;
      return byIndex(table, subject, tree);
    } catch (CorruptionException e) {
      // Footer, index or properties are lost.
      return byScanning(subject);
    } catch (UnsupportedFormatException e) {
      if (subject.meta == null) {
        throw e;
      }
      // The manifest says that the number in the footer is wrong.
      return byScanning(subject);
    }
  }

  private List<SstableMeta> byIndex(TableInspector table, Subject subject, int tree)
      throws IOException {
    RangeDeletions ranges = RangeDeletions.NONE;
    try {
      ranges = table.rangeDeletions();
    } catch (CorruptionException e) {
      lost(e.offset(), "deletions of ranges: what they deleted may show again; " + e.detail());
    }
    try (TableOutput output = new TableOutput(place, format, tree, own(subject, ranges))) {
      byte[] separator = new byte[0];
      for (TableInspector.Place block : table.places()) {
        try {
          addAll(table.entries(block), subject, output);
        } catch (CorruptionException e) {
          String keys = Texts.escaped(separator) + " up to " + Texts.escaped(block.separator());
          lost(
              e.offset(),
              block.storedBytes() + " bytes with the keys from " + keys + ": " + e.detail());
        }
        separator = block.separator();
      }
      return output.finish();
    }
  }

  private List<SstableMeta> byScanning(Subject subject) throws IOException {
    try (BlockScanner table =
        BlockScanner.scan(place.files(), path, subject.number, place.ciphers())) {
      return byScanning(table, subject);
    }
  }

  private List<SstableMeta> byScanning(BlockScanner table, Subject subject) throws IOException {
    OptionalInt tree = subject.tree < 0 ? table.tree() : OptionalInt.of(subject.tree);
    if (tree.isEmpty()) {
      lost(0, "all keys: neither the table nor a manifest says which tree they belong to");
      return List.of();
    }
    RangeDeletions ranges = own(subject, table.rangeDeletions());
    try (TableOutput output = new TableOutput(place, format, tree.getAsInt(), ranges)) {
      for (int i = 0; i < table.count(); i++) {
        addAll(table.entries(i), subject, output);
      }
      if (!table.isComplete()) {
        Entry end = last;
        String range = end == null ? "all keys" : "any keys from " + Texts.escaped(end.key());
        lost(table.dataBytes(), range + " on, if the table had such: its index is lost");
      } else if (lacksRanges(subject, table)) {
        lost(table.dataBytes(), "deletions of ranges: what they deleted may show again");
      }
      return output.finish();
    }
  }

  /** Whether the table had more deleted ranges than were found, or may have had. */
  private static boolean lacksRanges(Subject subject, BlockScanner table) {
    SstableMeta meta = subject.meta;
    return meta == null
        ? table.tree().isEmpty()
        : table.rangeDeletions().fragments().size() < meta.ofFile().contents().rangeDeletions();
  }

  private static RangeDeletions own(Subject subject, RangeDeletions ranges) {
    SstableMeta meta = subject.meta;
    if (meta == null || subject.isWholeFile()) {
      return ranges;
    }
    RangeDeletions known = subject.assigned() == 0 ? ranges : ranges.at(subject.assigned());
    return known.within(meta.smallest(), meta.keys().openEnded() ? meta.largest() : null);
  }

  private void addAll(List<Entry> entries, Subject subject, TableOutput output) throws IOException {
    SstableMeta meta = subject.meta;
    for (Entry entry : entries) {
      Entry before = last;
      if (before != null && !follows(before, entry)) {
        lost(0, "key " + Texts.escaped(entry.key()) + ", which is out of order");
      } else {
        last = entry;
        if (meta == null || subject.isWholeFile() || meta.mayContain(entry.key())) {
          long assigned = subject.assigned();
          output.add(assigned == 0 ? entry : new Entry(entry.key(), assigned, entry.value()));
        }
      }
    }
  }

  static boolean follows(Entry before, Entry entry) {
    int order = Arrays.compareUnsigned(before.key(), entry.key());
    return order < 0 || (order == 0 && before.sequence() > entry.sequence());
  }

  private void lost(long offset, String what) {
    losses.accept(Finding.damage(path, offset, "lost " + what));
  }
}
