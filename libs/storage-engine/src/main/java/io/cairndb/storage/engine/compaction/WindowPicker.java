package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.TreeOptions.TimeWindows;
import io.cairndb.storage.engine.sstable.SstableMeta;
import io.cairndb.storage.engine.sstable.TableHints;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Chooses what to compact in a tree of time windows. All tables stay in level 0, in the order of
 * their sequence numbers, so only neighbours are merged. Immutable, thread-safe.
 *
 * <ol>
 *   <li>The oldest tables that have all expired go, unread. An expired table newer than one that
 *       has not stays: it may hide something in that.
 *   <li>Tables of a window that is over become one, or as few as their sizes allow.
 *   <li>Of the window that is not over, neighbours of about one size become one when there are as
 *       many as configured.
 * </ol>
 *
 * <p>A table belongs to the window in which its newest entry was written.
 */
public final class WindowPicker {
  /** An older table is merged with newer ones if it is not larger than their mean by more. */
  private static final int LARGER_MAX = 2;

  private final int trigger;
  private final long tableBytesMax;

  /**
   * Merges tables of the latest window when there are {@code trigger} of them, and never more than
   * {@code tableBytesMax} into one: a table's index and filter are built in memory.
   */
  public WindowPicker(int trigger, long tableBytesMax) {
    this.trigger = Math.max(2, trigger);
    this.tableBytesMax = tableBytesMax;
  }

  /** What is most due in {@code tree}; empty when nothing is that may run beside the rest. */
  public Optional<Pick> pick(TreeShape tree, Running running, TimeWindows windows, Moment moment) {
    List<SstableMeta> expired = expired(tree, running, windows, moment);
    if (!expired.isEmpty()) {
      return Optional.of(
          new Pick(tree.tree(), 0, List.of(expired), 0, Pick.Kind.DROP, 1 + expired.size()));
    }
    List<SstableMeta> newestFirst = tree.settledLevelZero();
    int from = 0;
    while (from < newestFirst.size()) {
      int end = endOfWindow(tree, newestFirst, from, windows);
      List<SstableMeta> window = newestFirst.subList(from, end);
      boolean over =
          windowOf(tree, window.getFirst(), windows) < moment.nowMillis() / windows.windowMillis();
      List<SstableMeta> due = over ? mergeable(window) : tier(window);
      if (due.size() >= (over ? 2 : trigger) && !running.anyBusy(due)) {
        double score = (double) due.size() / (over ? 2 : trigger);
        return Optional.of(Pick.merge(tree.tree(), 0, due, 0, List.of(), score));
      }
      from = end;
    }
    return Optional.empty();
  }

  private static List<SstableMeta> expired(
      TreeShape tree, Running running, TimeWindows windows, Moment moment) {
    List<SstableMeta> newestFirst = tree.level(0);
    int from = newestFirst.size();
    while (from > 0 && isExpired(tree, newestFirst.get(from - 1), windows, moment)) {
      from--;
    }
    List<SstableMeta> expired = newestFirst.subList(from, newestFirst.size());
    return running.anyBusy(expired) ? List.of() : new ArrayList<>(expired);
  }

  private static boolean isExpired(
      TreeShape tree, SstableMeta table, TimeWindows windows, Moment moment) {
    long written = tree.hints(table).written();
    return windows.expiryMillis() > 0
        && written != TableHints.UNKNOWN
        && moment.nowMillis() - written >= windows.expiryMillis()
        && moment.mayExpire(table);
  }

  /**
   * When the oldest table expires or a window with several tables is over, whichever comes first;
   * {@link Moment#NEVER} when neither does.
   */
  public long nextDueMillis(TreeShape tree, TimeWindows windows, Moment moment) {
    List<SstableMeta> newestFirst = tree.level(0);
    if (newestFirst.isEmpty()) {
      return Moment.NEVER;
    }
    long next = Moment.NEVER;
    long oldest = tree.hints(newestFirst.getLast()).written();
    if (windows.expiryMillis() > 0 && oldest != TableHints.UNKNOWN) {
      next = moment.orLater(oldest + windows.expiryMillis());
    }
    int from = 0;
    while (from < newestFirst.size()) {
      int end = endOfWindow(tree, newestFirst, from, windows);
      boolean known = tree.hints(newestFirst.get(from)).written() != TableHints.UNKNOWN;
      if (known && !mergeable(newestFirst.subList(from, end)).isEmpty()) {
        long over = windowOf(tree, newestFirst.get(from), windows) + 1;
        next = Math.min(next, moment.orLater(over * windows.windowMillis()));
      }
      from = end;
    }
    return next;
  }

  /**
   * Tables that compactions are behind with, and so grow with the writers if these are faster:
   * neighbours of about one size that wait to become one, and one for each window that is over and
   * has not become one table. What is left besides grows with the logarithm of a window's size.
   */
  public int backlogTables(TreeShape tree, TimeWindows windows) {
    List<SstableMeta> newestFirst = tree.level(0);
    int backlog = 0;
    int from = 0;
    while (from < newestFirst.size()) {
      int end = endOfWindow(tree, newestFirst, from, windows);
      backlog += tier(newestFirst.subList(from, end)).size();
      backlog += from > 0 && !mergeable(newestFirst.subList(from, end)).isEmpty() ? 1 : 0;
      from = end;
    }
    return backlog;
  }

  private static long windowOf(TreeShape tree, SstableMeta table, TimeWindows windows) {
    return tree.hints(table).written() / windows.windowMillis();
  }

  private static int endOfWindow(
      TreeShape tree, List<SstableMeta> newestFirst, int from, TimeWindows windows) {
    long window = windowOf(tree, newestFirst.get(from), windows);
    int end = from + 1;
    while (end < newestFirst.size() && windowOf(tree, newestFirst.get(end), windows) == window) {
      end++;
    }
    return end;
  }

  /** The oldest neighbours that may become one table; none when each is to stay alone. */
  private List<SstableMeta> mergeable(List<SstableMeta> newestFirst) {
    int end = newestFirst.size();
    while (end > 1) {
      int from = end - 1;
      long bytes = newestFirst.get(from).bytes();
      while (from > 0 && bytes + newestFirst.get(from - 1).bytes() <= tableBytesMax) {
        from--;
        bytes += newestFirst.get(from).bytes();
      }
      if (end - from > 1) {
        return newestFirst.subList(from, end);
      }
      end = from;
    }
    return List.of();
  }

  /** The newest neighbours of about one size, if there are enough. */
  private List<SstableMeta> tier(List<SstableMeta> newestFirst) {
    for (int from = 0; from + trigger <= newestFirst.size(); from++) {
      long bytes = newestFirst.get(from).bytes();
      int end = from + 1;
      while (end < newestFirst.size()
          && newestFirst.get(end).bytes() * (end - from) <= LARGER_MAX * bytes
          && newestFirst.get(end).bytes() + bytes <= tableBytesMax) {
        bytes += newestFirst.get(end).bytes();
        end++;
      }
      if (end - from >= trigger) {
        return newestFirst.subList(from, end);
      }
    }
    return List.of();
  }

  /** Bytes to read and write until nothing is due, estimated: of windows with several tables. */
  public long pendingBytes(TreeShape tree, TimeWindows windows) {
    long pending = 0;
    List<SstableMeta> newestFirst = tree.level(0);
    int from = newestFirst.isEmpty() ? 0 : endOfWindow(tree, newestFirst, 0, windows);
    while (from < newestFirst.size()) {
      int end = endOfWindow(tree, newestFirst, from, windows);
      pending += TreeShape.bytes(mergeable(newestFirst.subList(from, end)));
      from = end;
    }
    return pending;
  }
}
