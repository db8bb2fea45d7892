package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.range.RangeDeletions;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableInspector.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A table, and what of its file's content is the table's: a part of the keys, where a tree was
 * split, and under another sequence number, where the file was made elsewhere.
 *
 * @param number under which its file was written
 * @param tree of the entries; negative when only the table knows
 * @param meta what a manifest says of it, if there is one
 */
record TableSubject(long number, int tree, @Nullable SstableMeta meta) {
  static TableSubject named(SstableMeta meta) {
    return new TableSubject(meta.ofFile().number(), meta.tree(), meta);
  }

  /** A table that is what its file says. */
  static TableSubject unknown(long number) {
    return new TableSubject(number, -1, null);
  }

  /** Whether the file says of which tree it is; one made elsewhere does not. */
  static boolean knowsItsTree(SstableMeta described) {
    return described.sequences().largest() != 0;
  }

  /** The number that every entry of a file made elsewhere counts as; 0 for others. */
  private long assigned() {
    return meta != null && meta.ofFile().sequences().largest() == 0
        ? meta.sequences().largest()
        : 0;
  }

  /** The deleted ranges of the file as the table's. */
  RangeDeletions own(RangeDeletions ranges) {
    if (meta == null || meta.origin() == null) {
      return ranges;
    }
    RangeDeletions known = assigned() == 0 ? ranges : ranges.at(assigned());
    return known.within(meta.smallest(), meta.keys().openEnded() ? meta.largest() : null);
  }

  /** An entry of the file as the table's; null when it is none of the table's. */
  @Nullable Entry own(Entry entry) {
    if (meta == null || meta.origin() == null) {
      return entry;
    }
    if (!meta.mayContain(entry.key())) {
      return null;
    }
    long assigned = assigned();
    return assigned == 0 ? entry : new Entry(entry.key(), assigned, entry.value());
  }
}
