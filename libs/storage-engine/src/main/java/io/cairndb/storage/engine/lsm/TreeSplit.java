package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.WrappedKey;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.Sstable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Shares the tables of one tree between it and a new one, by links: a table that lies across the
 * key becomes two that each show a part of the same bytes, until a compaction writes them apart.
 */
final class TreeSplit {
  private final EngineFiles files;
  private final byte[] key;
  private final Tree lower;
  private final Tree upper;

  /** One table of the new order. */
  private record Placed(int level, Sstable table) {}

  private final List<Placed> lowerTables = new ArrayList<>();
  private final List<Placed> upperTables = new ArrayList<>();
  private final List<Sstable> replaced = new ArrayList<>();

  TreeSplit(EngineFiles files, byte[] key, Tree lower, Tree upper) {
    this.files = files;
    this.key = key;
    this.lower = lower;
    this.upper = upper;
  }

  /** Makes the links; {@code levels} do not change meanwhile. */
  void link(TreeLevels levels) throws IOException {
    for (int level = 0; !levels.isEmpty() && level <= levels.deepestLevel(); level++) {
      for (Sstable table : levels.level(level)) {
        KeyRange range = table.meta().keys();
        if (range.endsBefore(key)) {
          continue;
        }
        replaced.add(table);
        long below = bytesBelow(table);
        if (Arrays.compareUnsigned(range.smallest(), key) < 0) {
          KeyRange part = new KeyRange(range.smallest(), key, true);
          lowerTables.add(new Placed(level, share(table, lower, part, below)));
        }
        byte[] first = Arrays.compareUnsigned(range.smallest(), key) < 0 ? key : range.smallest();
        KeyRange part = new KeyRange(first, range.largest(), range.openEnded());
        long above = table.meta().bytes() - below;
        upperTables.add(new Placed(level, share(table, upper, part, above)));
      }
    }
    files.fileSystem().syncDirectory(files.directory());
  }

  /** How much of what the table shows lies before the key: it may be a part itself. */
  private long bytesBelow(Sstable table) throws IOException {
    long before = table.offsetOf(table.meta().smallest());
    return Math.clamp(table.offsetOf(key) - before, 0, table.meta().bytes());
  }

  /** A link needs the key that counts for the table, if that is not the one in the file. */
  private Sstable share(Sstable table, Tree tree, KeyRange part, long bytes) throws IOException {
    long number = files.newNumber();
    Path path = files.table(table.meta().number());
    files.fileSystem().link(path, files.table(number));
    WrappedKey wrapped = files.ciphers().replacement(path);
    if (wrapped != null) {
      files.ciphers().replace(files.table(number), wrapped);
    }
    try {
      return files.openTable(table.meta().part(number, tree.id(), part, Math.max(1, bytes)));
    } catch (IOException | RuntimeException | Error e) {
      files.unlinkTable(number, e);
      throw e;
    }
  }

  List<Change> changes() {
    files.policies().know(upper.id(), upper.name(), files.policies().of(lower.id()).options());
    List<Change> changes = new ArrayList<>();
    changes.addAll(TreeRegistry.additions(upper, files.policies().of(lower.id()).options()));
    replaced.forEach(table -> changes.add(new VersionEdit.TableRemoved(table.meta().number())));
    for (List<Placed> side : List.of(lowerTables, upperTables)) {
      side.forEach(it -> changes.add(new VersionEdit.TableAdded(it.level, it.table.meta())));
      side.forEach(it -> keyOf(it.table.meta().number()).ifPresent(changes::add));
    }
    return changes;
  }

  private Optional<Change> keyOf(long number) {
    return Optional.ofNullable(files.ciphers().replacement(files.table(number)))
        .map(wrapped -> new VersionEdit.TableKeyed(number, wrapped.encode()));
  }

  LsmVersion apply(LsmVersion version) {
    Set<Long> numbers = new HashSet<>();
    replaced.forEach(table -> numbers.add(table.meta().number()));
    LsmVersion changed = version.change(lower.id(), levels -> levels.without(numbers));
    for (Placed placed : lowerTables) {
      changed =
          changed.change(lower.id(), levels -> levels.with(placed.level, List.of(placed.table)));
    }
    for (Placed placed : upperTables) {
      changed =
          changed.change(upper.id(), levels -> levels.with(placed.level, List.of(placed.table)));
    }
    return changed;
  }

  /** To be called once the split is in force. */
  void dropReplaced() {
    replaced.forEach(Sstable::makeObsolete);
  }

  /** Gives up the references of the opening; with {@code undo} the links go with them. */
  void release(boolean undo) {
    for (List<Placed> side : List.of(lowerTables, upperTables)) {
      for (Placed placed : side) {
        if (undo) {
          placed.table.makeObsolete();
        }
        placed.table.release();
      }
    }
  }
}
