package io.cairndb.storage.engine.compaction;

/**
 * How large the levels of a tree may be. Sizes are derived from below: the largest level is as
 * large as the data is, each one above a tenth of the one below, and there are only as many levels
 * as keep the topmost one, the base, from being smaller than configured. So nine tenths of the data
 * lie in the deepest level whatever its size, and what is obsolete takes a tenth of the space.
 * Level 0 is merged into the base.
 *
 * @param base the level that level 0 is merged into
 * @param bytes by level, what it may hold; 0 for levels above the base, which have to be emptied
 */
record LevelTargets(int base, long[] bytes) {
  static final int FACTOR = 10;

  static LevelTargets of(TreeShape tree, long baseBytesMin) {
    int bottom = tree.bottom();
    long largest = 0;
    int topmost = bottom;
    for (int level = bottom; level >= 1; level--) {
      long bytes = tree.bytes(level);
      largest = Math.max(largest, bytes);
      topmost = bytes > 0 ? level : topmost;
    }
    long[] targets = new long[bottom + 1];
    int base = bottom;
    long size = largest;
    targets[bottom] = Long.MAX_VALUE;
    while (base > 1 && size / FACTOR >= baseBytesMin) {
      size /= FACTOR;
      base--;
      targets[base] = size;
    }
    // What is newer must not get below what is older.
    return new LevelTargets(Math.min(base, topmost), targets);
  }
}
