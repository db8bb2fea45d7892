package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.cursor.EntryCursor;
import io.cairndb.storage.engine.memtable.MemTable;
import io.cairndb.storage.engine.sstable.Sstable;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.SstableWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes one memtable to tables of level 0, one for each tree, the newest version of each key. */
final class FlushJob {
  private final EngineFiles files;
  private final MemTable memtable;

  FlushJob(EngineFiles files, MemTable memtable) {
    this.files = files;
    this.memtable = memtable;
  }

  /** Returns open tables, synced, their names durable; the caller owns a reference to each. */
  List<Sstable> run() throws IOException {
    List<Sstable> tables = new ArrayList<>();
    boolean complete = false;
    try {
      for (int tree = 0; tree < memtable.treeLimit(); tree++) {
        EntryCursor cursor = memtable.cursor(tree, Long.MAX_VALUE);
        if (cursor != null) {
          cursor.seekToFirst();
          if (cursor.isValid()) {
            tables.add(files.openTable(write(tree, cursor)));
          }
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

  private SstableMeta write(int tree, EntryCursor cursor) throws IOException {
    try (SstableWriter writer = files.createTable(tree)) {
      while (cursor.isValid()) {
        writer.add(cursor);
        cursor.next();
      }
      return writer.finish();
    }
  }
}
