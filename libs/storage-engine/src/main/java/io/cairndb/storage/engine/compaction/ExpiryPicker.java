package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableHints;
import java.util.List;
import java.util.Optional;

/**
 * Finds tables whose entries have expired, by their {@link TableHints}: of the entries of a table
 * as many have expired as of the time from its first expiry to its last one has gone by. Such a
 * table is written again where it is; the tree's filter drops what has expired. Immutable.
 */
final class ExpiryPicker {
  private static final double SCORE = 1;

  private final double shareMax;

  ExpiryPicker(double shareMax) {
    this.shareMax = shareMax;
  }

  Optional<Pick> pick(TreeShape tree, Running running, Moment moment) {
    Pick best = null;
    double most = 0;
    for (int level = 1; level <= tree.bottom(); level++) {
      for (SstableMeta table : tree.level(level)) {
        double share = expired(tree.hints(table), moment.nowMillis());
        if (share >= shareMax
            && share > most
            && moment.mayExpire(table)
            && !running.isBusy(table)
            && !running.conflicts(level, level, table.keys())) {
          best = Pick.merge(tree.tree(), level, List.of(table), level, List.of(), SCORE);
          most = share;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  /**
   * When, by the clock alone, a table becomes due; {@link Moment#NEVER} when none does. One that is
   * due and cannot be compacted yet counts as due a while after {@code moment}.
   */
  long nextDueMillis(TreeShape tree, Moment moment) {
    long next = Moment.NEVER;
    for (int level = 1; level <= tree.bottom(); level++) {
      for (SstableMeta table : tree.level(level)) {
        next = Math.min(next, moment.orLater(dueMillis(tree.hints(table))));
      }
    }
    return next;
  }

  private long dueMillis(TableHints hints) {
    boolean expires =
        hints.firstExpiry() != CompactionFilter.NEVER
            && hints.lastExpiry() != CompactionFilter.NEVER;
    long span = hints.lastExpiry() - hints.firstExpiry();
    return expires ? hints.firstExpiry() + (long) Math.ceil(shareMax * span) : Moment.NEVER;
  }

  private static double expired(TableHints hints, long now) {
    if (hints.firstExpiry() == CompactionFilter.NEVER || now < hints.firstExpiry()) {
      return 0;
    }
    if (hints.lastExpiry() == CompactionFilter.NEVER) {
      return 0;
    }
    return now >= hints.lastExpiry()
        ? 1
        : (double) (now - hints.firstExpiry()) / (hints.lastExpiry() - hints.firstExpiry());
  }
}
