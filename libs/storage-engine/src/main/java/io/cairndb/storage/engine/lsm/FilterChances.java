package io.cairndb.storage.engine.lsm;

/**
 * Whether it is worth asking a tree's filter in a merge. If a pin has come to hold what it dropped,
 * the merge was in vain and is made again without it. Where there always is such a pin, each merge
 * would be made twice; so as long as one is there that is not older than the one that spoiled the
 * last attempt, what it holds a part of is merged without the filter at once. Thread-safe.
 */
final class FilterChances {
  private static final long NONE = Long.MAX_VALUE;

  private long spoiler = NONE;

  /**
   * Whether to ask.
   *
   * @param newestPin the greatest sequence number that is pinned; -1 when none is
   * @param oldestInput the least sequence number among what is merged
   */
  synchronized boolean asks(long newestPin, long oldestInput) {
    if (newestPin < spoiler) {
      spoiler = NONE;
    }
    return newestPin < spoiler || newestPin < oldestInput;
  }

  /** The attempt has failed; {@code newestPin} is there now. */
  synchronized void spoiled(long newestPin) {
    spoiler = newestPin < 0 ? NONE : newestPin;
  }
}
