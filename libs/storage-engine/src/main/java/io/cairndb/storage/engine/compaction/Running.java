package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.sstable.KeyRange;
import io.cairndb.storage.engine.sstable.SstableMeta;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is being compacted in one tree, and what has to stay as it is. Immutable. */
public final class Running {
  private final List<Pick> picks;
  private final List<KeyRange> ranges;
  private final Set<Long> busy = new HashSet<>();

  /**
   * @param staying numbers of tables that must not be touched, damaged ones
   */
  public Running(Collection<Pick> picks, Collection<Long> staying) {
    this.picks = List.copyOf(picks);
    this.ranges = this.picks.stream().map(Pick::range).toList();
    this.busy.addAll(staying);
    for (Pick pick : picks) {
      pick.tables().forEach(table -> busy.add(table.number()));
    }
  }

  /** Whether all tables are free. */
  boolean isEmpty() {
    return busy.isEmpty();
  }

  boolean isBusy(SstableMeta table) {
    return busy.contains(table.number());
  }

  boolean anyBusy(Collection<SstableMeta> tables) {
    for (SstableMeta table : tables) {
      if (isBusy(table)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether something running works on the same keys in one of the levels from {@code first} to
   * {@code last}. Two such merges could put tables with common keys into one level, or one could
   * drop a tombstone while the other carries what it hides below it. What stays in level 0 does
   * neither.
   */
  boolean conflicts(int first, int last, KeyRange range) {
    for (int i = 0; i < picks.size(); i++) {
      Pick pick = picks.get(i);
      if (!pick.staysInLevelZero()
          && pick.firstLevel() <= last
          && pick.outputLevel() >= first
          && ranges.get(i).overlaps(range)) {
        return true;
      }
    }
    return false;
  }
}
