package io.cairndb.storage.engine.tool;

import io.cairndb.env.FileSystem;
import io.cairndb.storage.engine.EngineOptions;
import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.cipher.Ciphers;
import io.cairndb.storage.engine.manifest.FileNames;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.SstableWriter;
import io.cairndb.storage.engine.sstable.TableHints;
import io.cairndb.storage.engine.sstable.TableInspector.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Writes entries of one tree, given in a table's order, to as many tables as they fill. */
final class TableOutput implements AutoCloseable {

  /**
   * Where tables are made.
   *
   * @param numbers gives numbers that no file has
   * @param options with the keys that tables are sealed with
   * @param ciphers of the files that are there
   */
  record Place(
      FileSystem files,
      Path directory,
      LongSupplier numbers,
      EngineOptions options,
      Ciphers ciphers) {}

  private final Place place;
  private final FormatVersion format;
  private final int tree;
  private final RangeDeletions ranges;
  private final List<SstableMeta> written = new ArrayList<>();
  private TableHints hints = TableHints.NONE;
  private @Nullable SstableWriter writer;
  private byte @Nullable [] rangesFrom;
  private byte[] lastKey = new byte[0];

  /** {@code ranges} are the deleted ranges of all tables to be written. */
  TableOutput(Place place, FormatVersion format, int tree, RangeDeletions ranges) {
    this.place = place;
    this.format = format;
    this.tree = tree;
    this.ranges = ranges;
  }

  /** What every table written tells compactions. */
  void setHints(TableHints told) {
    hints = told;
  }

  void add(Entry entry) throws IOException {
    SstableWriter current = writer;
    if (current != null
        && current.estimatedBytes() >= place.options.compaction().tableBytes()
        && !Arrays.equals(lastKey, entry.key())) {
      finishTable(current, entry.key());
      current = null;
    }
    if (current == null) {
      current = begin();
    }
    current.add(entry.key(), entry.key().length, entry.sequence(), entry.value());
    lastKey = entry.key();
  }

  private SstableWriter begin() throws IOException {
    long number = place.numbers.getAsLong();
    SstableWriter begun =
        new SstableWriter(
            place.files,
            FileNames.table(place.directory, number),
            new SstableWriter.Target(number, tree, format),
            place.options);
    writer = begun;
    return begun;
  }

  private void finishTable(SstableWriter current, byte @Nullable [] next) throws IOException {
    current.setRangeDeletions(ranges.within(rangesFrom, next));
    current.setHints(hints);
    rangesFrom = next;
    written.add(current.finish());
    writer = null;
    current.close();
  }

  /** Completes the last table; returns all, synced but for their names. */
  List<SstableMeta> finish() throws IOException {
    SstableWriter current = writer;
    if (current == null && written.isEmpty() && !ranges.isEmpty()) {
      current = begin();
    }
    if (current != null) {
      finishTable(current, null);
    }
    return List.copyOf(written);
  }

  @Override
  public void close() throws IOException {
    SstableWriter current = writer;
    if (current != null) {
      writer = null;
      current.close();
    }
  }
}
