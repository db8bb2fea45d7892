package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.CorruptionException;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.UnsupportedFormatException;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.BlockScanner;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableHints;
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
  private final SalvagedTrees trees;
  private final Consumer<Finding> losses;
  private @Nullable Entry last;
  private long read;
  private boolean lossy;

  /** {@code losses} hears of each range of keys that is gone. */
  TableSalvage(
      TableOutput.Place place,
      FormatVersion format,
      SalvagedTrees trees,
      Path path,
      Consumer<Finding> losses) {
    this.trees = trees;
    this.place = place;
    this.format = format;
    this.path = path;
    this.losses = losses;
  }

  /** Writes the new tables; none when nothing could be read. */
  List<SstableMeta> run(TableSubject subject) throws IOException {
    List<SstableMeta> saved = save(subject);
    long missing = lostVersions(subject);
    if (missing > 0 && !lossy) {
      lost(0, missing + " versions of keys, of which nothing is left");
    }
    return saved;
  }

  /** How many versions of keys the file held that could not be read, as far as that is known. */
  long lostVersions(TableSubject subject) {
    SstableMeta meta = subject.meta();
    return meta == null ? 0 : Math.max(0, meta.ofFile().entries() - read);
  }

  private List<SstableMeta> save(TableSubject subject) throws IOException {
    try (TableInspector table = TableInspector.open(place.files(), path, place.ciphers())) {
      if (subject.tree() >= 0) {
        return byIndex(table, subject, subject.tree());
      }
      SstableMeta described = table.describe(subject.number());
      if (TableSubject.knowsItsTree(described)) {
        return byIndex(table, subject, described.tree());
      }
      lost(0, "all keys: no manifest says into which tree they were ingested");
      return List.of();
    } catch (CorruptionException e) {
      // Footer, index or properties are lost.
      return byScanning(subject);
    } catch (UnsupportedFormatException e) {
      if (subject.meta() == null) {
        throw e;
      }
      // The manifest says that the number in the footer is wrong.
      return byScanning(subject);
    }
  }

  private List<SstableMeta> byIndex(TableInspector table, TableSubject subject, int tree)
      throws IOException {
    RangeDeletions ranges = RangeDeletions.NONE;
    try {
      ranges = table.rangeDeletions();
    } catch (CorruptionException e) {
      lost(e.offset(), "deletions of ranges: what they deleted may show again; " + e.detail());
    }
    try (TableOutput output = new TableOutput(place, format, tree, subject.own(ranges))) {
      output.setHints(hints(table, tree));
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

  private TableHints hints(TableInspector table, int tree) throws IOException {
    try {
      return trees.of(tree, table);
    } catch (CorruptionException e) {
      return trees.unknown(tree);
    }
  }

  private List<SstableMeta> byScanning(TableSubject subject) throws IOException {
    try (BlockScanner table =
        BlockScanner.scan(place.files(), path, subject.number(), place.ciphers())) {
      return byScanning(table, subject);
    }
  }

  private List<SstableMeta> byScanning(BlockScanner table, TableSubject subject)
      throws IOException {
    OptionalInt tree = subject.tree() < 0 ? table.tree() : OptionalInt.of(subject.tree());
    if (tree.isEmpty()) {
      lost(0, "all keys: neither the table nor a manifest says which tree they belong to");
      return List.of();
    }
    RangeDeletions ranges = subject.own(table.rangeDeletions());
    try (TableOutput output = new TableOutput(place, format, tree.getAsInt(), ranges)) {
      output.setHints(trees.unknown(tree.getAsInt()));
      for (int i = 0; i < table.count(); i++) {
        try {
          addAll(table.entries(i), subject, output);
        } catch (CorruptionException e) {
          lost(e.offset(), "the keys of a block: " + e.detail());
        }
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
  private static boolean lacksRanges(TableSubject subject, BlockScanner table) throws IOException {
    SstableMeta meta = subject.meta();
    return meta == null
        ? table.tree().isEmpty()
        : table.rangeDeletions().fragments().size() < meta.ofFile().contents().rangeDeletions();
  }

  private void addAll(List<Entry> entries, TableSubject subject, TableOutput output)
      throws IOException {
    for (Entry entry : entries) {
      Entry before = last;
      if (before != null && !follows(before, entry)) {
        lost(0, "key " + Texts.escaped(entry.key()) + ", which is out of order");
      } else {
        last = entry;
        read++;
        Entry own = subject.own(entry);
        if (own != null) {
          output.add(own);
        }
      }
    }
  }

  static boolean follows(Entry before, Entry entry) {
    int order = Arrays.compareUnsigned(before.key(), entry.key());
    return order < 0 || (order == 0 && before.sequence() > entry.sequence());
  }

  private void lost(long offset, String what) {
    lossy = true;
    losses.accept(Finding.lost(path, offset, what));
  }
}
