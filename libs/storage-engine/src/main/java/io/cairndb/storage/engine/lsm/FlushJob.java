package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.SstableWriter;
import io.cairndb.storage.engine.sstable.TableHints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one memtable to tables of level 0, one for each tree, with the versions to be kept. */
final class FlushJob {
  private final EngineFiles files;
  private final MemTable memtable;
  private final RetainedVersions retained;

  FlushJob(EngineFiles files, MemTable memtable, RetainedVersions retained) {
    this.files = files;
    this.memtable = memtable;
    this.retained = retained;
  }

  /** Returns open tables, synced, their names durable; the caller owns a reference to each. */
  List<Sstable> run() throws IOException {
    List<Sstable> tables = new ArrayList<>();
    boolean complete = false;
    try {
      for (int tree = 0; tree < memtable.treeLimit(); tree++) {
        EntryCursor versions = memtable.versions(tree);
        RangeDeletions ranges = memtable.rangeDeletions(tree);
        if (versions != null || !ranges.isEmpty()) {
          tables.add(files.openTable(write(tree, versions, ranges)));
        }
      }
      files.fileSystem().syncDirectory(files.directory());
      complete = true;
    } finally {
      if (!complete) {
        tables.forEach(Sstable::release);
      }
    }
    return tables;
  }

  /** Something is left always: the newest version of a key, or the newest range deletion. */
  private SstableMeta write(int tree, @Nullable EntryCursor versions, RangeDeletions ranges)
      throws IOException {
    VersionFilter filter = new VersionFilter(retained, ranges);
    EntryHints hints = hints(tree);
    try (SstableWriter writer = files.createTable(tree)) {
      if (versions != null) {
        for (versions.seekToFirst(); versions.isValid(); versions.next()) {
          if (filter.keeps(versions)) {
            writer.add(versions);
            hints.add(versions, true);
          }
        }
      }
      writer.setRangeDeletions(filter.retainedRanges(fragment -> false));
      writer.setHints(hints.take());
      return writer.finish();
    }
  }

  private EntryHints hints(int tree) {
    TreePolicies.Policy policy = files.policies().of(tree);
    long now = files.clock().currentTimeMillis();
    return new EntryHints(policy.filter(), policy.isLeveled() ? TableHints.UNKNOWN : now, now);
  }
}
