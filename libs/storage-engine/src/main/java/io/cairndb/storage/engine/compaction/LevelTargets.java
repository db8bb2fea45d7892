package io.cairndb.storage.engine.compaction;

/**
 * How large the levels of a tree may be. Sizes are derived from below: the largest level is as
 * large as the data is, each one above a tenth of the one below but not smaller than configured,
 * and there are as many levels as leave the topmost one, the base, less than six times that. So
 * nine tenths of the data, six sevenths at least, lie in the deepest level whatever its size, and
 * what is obsolete takes a tenth of the space, a sixth at most. Level 0 is merged into the base.
 *
 * @param base the level that level 0 is merged into
 * @param bytes by level, what it may hold; 0 for levels above the base, which have to be emptied
 */
record LevelTargets(int base, long[] bytes) {
  static final int FACTOR = 10;

  /**
   * A level is put between two as soon as they differ by this. Merging {@code x} bytes for each one
   * from above costs {@code 1 + x}; with a level between, which grows to the geometric mean under
   * load, two merges cost {@code 2 (1 + sqrt(x))}: less from a factor of 6 on.
   */
  static final int FACTOR_MIN = 6;

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
    while (base > 1 && size >= FACTOR_MIN * baseBytesMin) {
      size = Math.max(size / FACTOR, baseBytesMin);
      base--;
      targets[base] = size;
    }
    // What is newer must not get below what is older.
    return new LevelTargets(Math.min(base, topmost), targets);
  }
}
