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
 * @param bloomBitsPerKey size of filters; 0 for none
 * @param compression of data blocks, by level
 * @param operations what is done for the health of the files
 * @param blockCacheBytes decompressed blocks kept in memory
 * @param compaction how tables are compacted
 * @param log how writes are logged and held back
 * @param memory how memory is used beyond these sizes
 * @param versions which versions are kept
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
    CompactionOptions compaction,
    LogOptions log,
    MemoryOptions memory,
    VersionOptions versions) {

  /** The largest memtable: a log segment holds what fills one, and a batch. */
  public static final long MEMTABLE_BYTES_MAX = WriteBatch.BYTES_MAX / 2;

  public EngineOptions {
    require(
        memtableBytes > 0 && memtableBytes <= MEMTABLE_BYTES_MAX,
        "a memtable has between 1 byte and " + MEMTABLE_BYTES_MAX);
    require(memtablesMax >= 2, "at least two memtables are needed: one active, one in flush");
    require(blockBytes > 0 && restartInterval > 0, "blocks must have a size");
    require(bloomBitsPerKey >= 0 && blockCacheBytes >= 0, "sizes must not be negative");
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

  /** These, with other operations. */
  public EngineOptions withOperations(OperationsOptions other) {
    return new EngineOptions(
        memtableBytes,
        memtablesMax,
        writeAheadLog,
        blockBytes,
        restartInterval,
        bloomBitsPerKey,
        compression,
        other,
        blockCacheBytes,
        compaction,
        log,
        memory,
        versions);
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
    private CompactionOptions compaction = CompactionOptions.defaults();
    private LogOptions log = LogOptions.defaults();
    private MemoryOptions memory = MemoryOptions.defaults();
    private VersionOptions versions = VersionOptions.defaults();

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

    public Builder compaction(CompactionOptions options) {
      compaction = options;
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

    public Builder versions(VersionOptions which) {
      versions = which;
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
          compaction,
          log,
          memory,
          versions);
    }
  }
}
