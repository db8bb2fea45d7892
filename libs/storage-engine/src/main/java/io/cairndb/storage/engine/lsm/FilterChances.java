package io.cairndb.storage.engine.lsm;

import java.util.HashMap;
import java.util.Map;

/**
 * Whether it is worth asking a tree's filter in a merge. If a pin has come to hold what it dropped,
 * the merge was in vain and is made again without it. Where there always is such a pin, each merge
 * would be made twice; so as long as one is there that is not older than the one that spoiled the
 * tree's last attempt, what it holds a part of is merged without the filter at once. Keeps a number
 * for each tree at most. Thread-safe.
 */
final class FilterChances {
  /** Sequence number of the pin that spoiled the last attempt, by tree. */
  private final Map<Integer, Long> spoilers = new HashMap<>();

  /**
   * Whether to ask.
   *
   * @param newestPin the greatest sequence number that is pinned; -1 when none is
   * @param oldestInput the least sequence number among what is merged
   */
  synchronized boolean asks(int tree, long newestPin, long oldestInput) {
    Long spoiler = spoilers.get(tree);
    if (spoiler == null) {
      return true;
    }
    if (newestPin < spoiler) {
      spoilers.remove(tree);
      return true;
    }
    return newestPin < oldestInput;
  }

  /** The attempt has failed, since {@code pin} held some of what the filter dropped. */
  synchronized void spoiled(int tree, long pin) {
    spoilers.put(tree, pin);
  }
}
