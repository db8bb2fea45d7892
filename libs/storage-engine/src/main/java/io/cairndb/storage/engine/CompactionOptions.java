package io.cairndb.storage.engine;

/**
 * How one engine compacts. Everything may change between two openings of the same directory.
 *
 * @param tableBytes size at which a compaction begins another table
 * @param levelZeroTrigger tables in level 0 that start a compaction
 * @param levelZeroSlowdown tables in level 0 at which each write is delayed a little, twice those
 *     that no compaction has dealt with yet
 * @param levelZeroStall tables in level 0 at which writes wait
 * @param levelBaseBytes the least size of the level that level 0 is merged into; each level below
 *     is up to ten times the one above, and there is one more when the data is ten times larger
 * @param tombstoneShareMax share of tombstones, or of expired entries, in a table, up to 1, at
 *     which it is compacted though its level is not over its size
 * @param workers threads that compact; several work on different keys of a tree, or on one large
 *     compaction
 * @param filters what tells of entries that are not needed any more
 * @param bytesPerSecondMax written by compactions at most; 0 for no limit
 */
public record CompactionOptions(
    long tableBytes,
    int levelZeroTrigger,
    int levelZeroSlowdown,
    int levelZeroStall,
    long levelBaseBytes,
    double tombstoneShareMax,
    int workers,
    CompactionFilters filters,
    long bytesPerSecondMax) {

  public CompactionOptions {
    OptionChecks.require(tableBytes > 0, "the size of a table must be positive", tableBytes);
    OptionChecks.require(
        levelBaseBytes > 0, "the size of the base level must be positive", levelBaseBytes);
    OptionChecks.require(
        tombstoneShareMax > 0 && tombstoneShareMax <= 1,
        "a share is above 0, up to 1",
        tombstoneShareMax);
    OptionChecks.require(workers >= 1, "a worker is needed", workers);
    OptionChecks.require(bytesPerSecondMax >= 0, "a rate must not be negative", bytesPerSecondMax);
    OptionChecks.require(
        levelZeroTrigger >= 1
            && levelZeroSlowdown >= levelZeroTrigger
            && levelZeroStall >= levelZeroSlowdown,
        "level 0 thresholds must ascend, trigger, slow-down, stall",
        levelZeroTrigger + ", " + levelZeroSlowdown + ", " + levelZeroStall);
  }

  /** A thread for each two cores, up to four. */
  static int defaultWorkers(int processors) {
    return Math.clamp(processors / 2, 1, 4);
  }

  /** Options that suit a shard of a node with a gigabyte or more. */
  public static CompactionOptions defaults() {
    return new Builder().build();
  }

  /** Defaults to change. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private long tableBytes = 32L << 20;
    private int levelZeroTrigger = 4;
    private int levelZeroSlowdown = 12;
    private int levelZeroStall = 20;
    private long levelBaseBytes = 64L << 20;
    private double tombstoneShareMax = 0.5;
    private int workers = defaultWorkers(Runtime.getRuntime().availableProcessors());
    private CompactionFilters filters = CompactionFilters.NONE;
    private long bytesPerSecondMax;

    private Builder() {}

    public Builder tableBytes(long bytes) {
      tableBytes = bytes;
      return this;
    }

    /** Sets the three thresholds of level 0. */
    public Builder levelZero(int trigger, int slowdown, int stall) {
      levelZeroTrigger = trigger;
      levelZeroSlowdown = slowdown;
      levelZeroStall = stall;
      return this;
    }

    public Builder levelBaseBytes(long bytes) {
      levelBaseBytes = bytes;
      return this;
    }

    public Builder tombstoneShareMax(double share) {
      tombstoneShareMax = share;
      return this;
    }

    public Builder workers(int count) {
      workers = count;
      return this;
    }

    public Builder filters(CompactionFilters ofTrees) {
      filters = ofTrees;
      return this;
    }

    public Builder bytesPerSecondMax(long bytes) {
      bytesPerSecondMax = bytes;
      return this;
    }

    public CompactionOptions build() {
      return new CompactionOptions(
          tableBytes,
          levelZeroTrigger,
          levelZeroSlowdown,
          levelZeroStall,
          levelBaseBytes,
          tombstoneShareMax,
          workers,
          filters,
          bytesPerSecondMax);
    }
  }
}
