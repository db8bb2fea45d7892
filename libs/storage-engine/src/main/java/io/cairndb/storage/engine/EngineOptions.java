package io.cairndb.storage.engine;

/**
 * How one engine is sized. Everything may change between two openings of the same directory.
 *
 * @param memtableBytes a memtable is rotated at this size
 * @param memtablesMax memtables, the active one included, before writes stall
 * @param writeAheadLog without it, writes count as durable at once and live until the process ends
 *     or they are flushed
 * @param blockBytes size at which a block of an SSTable is closed
 * @param restartInterval entries between whole keys in a block
 * @param bloomBitsPerKey size of Bloom filters; 0 for none
 * @param compression of data blocks, by level
 * @param operations what is done for the health of the files
 * @param blockCacheBytes decompressed blocks kept in memory
 * @param tableBytes size at which a compaction begins another table
 * @param levelZeroTrigger tables in level 0 that start a compaction
 * @param levelZeroSlowdown tables in level 0 at which each write is delayed a little
 * @param levelZeroStall tables in level 0 at which writes wait
 * @param levelOneBytes size of level 1; each level below is ten times the one above
 * @param compactionBytesPerSecond written by compactions at most; 0 for no limit
 * @param log how writes are logged and held back
 * @param memory how memory is used beyond these sizes
 */
public record EngineOptions(
    long memtableBytes,
    int memtablesMax,
    boolean writeAheadLog,
    int blockBytes,
    int restartInterval,
    int bloomBitsPerKey,
    CompressionOptions compression,
    OperationsOptions operations,
    long blockCacheBytes,
    long tableBytes,
    int levelZeroTrigger,
    int levelZeroSlowdown,
    int levelZeroStall,
    long levelOneBytes,
    long compactionBytesPerSecond,
    LogOptions log,
    MemoryOptions memory) {

  public EngineOptions {
    require(memtableBytes > 0 && tableBytes > 0 && levelOneBytes > 0, "sizes must be positive");
    require(memtablesMax >= 2, "at least two memtables are needed: one active, one in flush");
    require(blockBytes > 0 && restartInterval > 0, "blocks must have a size");
    require(bloomBitsPerKey >= 0 && blockCacheBytes >= 0, "sizes must not be negative");
    require(
        levelZeroTrigger >= 1
            && levelZeroSlowdown >= levelZeroTrigger
            && levelZeroStall >= levelZeroSlowdown,
        "level 0 thresholds must ascend: trigger, slow-down, stall");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Options that suit a shard of a node with a gigabyte or more. */
  public static EngineOptions defaults() {
    return new Builder().build();
  }

  /** Defaults to change. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {
    private long memtableBytes = 32L << 20;
    private int memtablesMax = 4;
    private boolean writeAheadLog = true;
    private int blockBytes = 4 << 10;
    private int restartInterval = 16;
    private int bloomBitsPerKey = 10;
    private CompressionOptions compression = CompressionOptions.of(Compression.LZ4);
    private OperationsOptions operations = OperationsOptions.defaults();
    private long blockCacheBytes = 64L << 20;
    private long tableBytes = 32L << 20;
    private int levelZeroTrigger = 4;
    private int levelZeroSlowdown = 12;
    private int levelZeroStall = 20;
    private long levelOneBytes = 128L << 20;
    private long compactionBytesPerSecond;
    private LogOptions log = LogOptions.defaults();
    private MemoryOptions memory = MemoryOptions.defaults();

    private Builder() {}

    public Builder memtableBytes(long bytes) {
      memtableBytes = bytes;
      return this;
    }

    public Builder memtablesMax(int count) {
      memtablesMax = count;
      return this;
    }

    public Builder writeAheadLog(boolean on) {
      writeAheadLog = on;
      return this;
    }

    public Builder blockBytes(int bytes) {
      blockBytes = bytes;
      return this;
    }

    public Builder restartInterval(int entries) {
      restartInterval = entries;
      return this;
    }

    public Builder bloomBitsPerKey(int bits) {
      bloomBitsPerKey = bits;
      return this;
    }

    /** Sets one kind for all levels. */
    public Builder compression(Compression kind) {
      return compression(CompressionOptions.of(kind));
    }

    public Builder compression(CompressionOptions options) {
      compression = options;
      return this;
    }

    public Builder blockCacheBytes(long bytes) {
      blockCacheBytes = bytes;
      return this;
    }

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

    public Builder levelOneBytes(long bytes) {
      levelOneBytes = bytes;
      return this;
    }

    public Builder compactionBytesPerSecond(long bytes) {
      compactionBytesPerSecond = bytes;
      return this;
    }

    public Builder log(LogOptions options) {
      log = options;
      return this;
    }

    public Builder operations(OperationsOptions options) {
      operations = options;
      return this;
    }

    public Builder memory(MemoryOptions options) {
      memory = options;
      return this;
    }

    public EngineOptions build() {
      return new EngineOptions(
          memtableBytes,
          memtablesMax,
          writeAheadLog,
          blockBytes,
          restartInterval,
          bloomBitsPerKey,
          compression,
          operations,
          blockCacheBytes,
          tableBytes,
          levelZeroTrigger,
          levelZeroSlowdown,
          levelZeroStall,
          levelOneBytes,
          compactionBytesPerSecond,
          log,
          memory);
    }
  }
}
