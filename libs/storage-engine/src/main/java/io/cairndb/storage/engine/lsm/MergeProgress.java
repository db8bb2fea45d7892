package io.cairndb.storage.engine.lsm;

import java.util.concurrent.atomic.LongAdder;

/** How far a compaction is, by the entries it has passed. Thread-safe. */
final class MergeProgress {
  private final long entries;
  private final LongAdder passed = new LongAdder();

  /** Of a compaction whose inputs hold that many. */
  MergeProgress(long entries) {
    this.entries = entries;
  }

  /** Nothing has been passed yet, or all of it is to be passed again. */
  void begin() {
    passed.reset();
  }

  void passed(long more) {
    passed.add(more);
  }

  /** From 0 to 1. */
  double share() {
    return entries == 0 ? 0 : Math.min(1, (double) passed.sum() / entries);
  }
}
