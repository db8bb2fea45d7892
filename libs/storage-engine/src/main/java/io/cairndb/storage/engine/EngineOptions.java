package io.cairndb.storage.engine;

/**
 * How one engine works. Everything may change between two openings of the same directory, but for
 * {@link VersionOptions#createAt}, which is looked at when there is none. Immutable.
 *
 * @param memory how much memory it takes
 * @param log how writes are logged
 * @param throttle how writers are held back
 * @param tables how tables are written
 * @param compaction how tables are compacted
 * @param versions which versions are kept
 * @param operations what is done for the health and the secrecy of the files
 */
public record EngineOptions(
    MemoryOptions memory,
    LogOptions log,
    ThrottleOptions throttle,
    TableOptions tables,
    CompactionOptions compaction,
    VersionOptions versions,
    OperationsOptions operations) {

  /** Options that suit a shard of a node with a gigabyte or more. */
  public static EngineOptions defaults() {
    return builder().build();
  }

  /** Defaults to change. */
  public static Builder builder() {
    return new Builder(
        MemoryOptions.defaults(),
        LogOptions.defaults(),
        ThrottleOptions.defaults(),
        TableOptions.defaults(),
        CompactionOptions.defaults(),
        VersionOptions.defaults(),
        OperationsOptions.defaults());
  }

  /** These, to change. */
  public Builder toBuilder() {
    return new Builder(memory, log, throttle, tables, compaction, versions, operations);
  }

  /**
   * Collects options: those of memory and tables one by one, the other parts as a whole. For each
   * see the component of that name. Not thread-safe.
   */
  public static final class Builder {
    private long memtableBytes;
    private int memtablesMax;
    private int rangeDeletionsMax;
    private WriteBufferBudget writeBuffers;
    private long blockCacheBytes;
    private int readAheadBytesMax;
    private LogOptions log;
    private ThrottleOptions throttle;
    private int blockBytes;
    private int restartInterval;
    private CompressionOptions compression;
    private FilterKind filter;
    private int bloomBitsPerKey;
    private IndexOptions index;
    private CompactionOptions compaction;
    private VersionOptions versions;
    private OperationsOptions operations;

    private Builder(
        MemoryOptions memory,
        LogOptions log,
        ThrottleOptions throttle,
        TableOptions tables,
        CompactionOptions compaction,
        VersionOptions versions,
        OperationsOptions operations) {
      this.memtableBytes = memory.memtableBytes();
      this.memtablesMax = memory.memtablesMax();
      this.rangeDeletionsMax = memory.rangeDeletionsMax();
      this.writeBuffers = memory.writeBuffers();
      this.blockCacheBytes = memory.blockCacheBytes();
      this.readAheadBytesMax = memory.readAheadBytesMax();
      this.log = log;
      this.throttle = throttle;
      this.blockBytes = tables.blockBytes();
      this.restartInterval = tables.restartInterval();
      this.compression = tables.compression();
      this.filter = tables.filter();
      this.bloomBitsPerKey = tables.bloomBitsPerKey();
      this.index = tables.index();
      this.compaction = compaction;
      this.versions = versions;
      this.operations = operations;
    }

    public Builder memtableBytes(long bytes) {
      memtableBytes = bytes;
      return this;
    }

    public Builder memtablesMax(int count) {
      memtablesMax = count;
      return this;
    }

    public Builder rangeDeletionsMax(int count) {
      rangeDeletionsMax = count;
      return this;
    }

    public Builder writeBuffers(WriteBufferBudget shared) {
      writeBuffers = shared;
      return this;
    }

    public Builder blockCacheBytes(long bytes) {
      blockCacheBytes = bytes;
      return this;
    }

    public Builder readAheadBytesMax(int bytes) {
      readAheadBytesMax = bytes;
      return this;
    }

    public Builder log(LogOptions options) {
      log = options;
      return this;
    }

    /** Sets {@link LogOptions#enabled} alone. */
    public Builder writeAheadLog(boolean on) {
      return log(log.withEnabled(on));
    }

    public Builder throttle(ThrottleOptions options) {
      throttle = options;
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

    /** Sets one kind for all levels. */
    public Builder compression(Compression kind) {
      return compression(CompressionOptions.of(kind));
    }

    public Builder compression(CompressionOptions options) {
      compression = options;
      return this;
    }

    public Builder filter(FilterKind kind) {
      filter = kind;
      return this;
    }

    public Builder bloomBitsPerKey(int bits) {
      bloomBitsPerKey = bits;
      return this;
    }

    public Builder index(IndexOptions options) {
      index = options;
      return this;
    }

    public Builder compaction(CompactionOptions options) {
      compaction = options;
      return this;
    }

    public Builder versions(VersionOptions which) {
      versions = which;
      return this;
    }

    public Builder operations(OperationsOptions options) {
      operations = options;
      return this;
    }

    public EngineOptions build() {
      return new EngineOptions(
          new MemoryOptions(
              memtableBytes,
              memtablesMax,
              rangeDeletionsMax,
              writeBuffers,
              blockCacheBytes,
              readAheadBytesMax),
          log,
          throttle,
          new TableOptions(
              blockBytes, restartInterval, compression, filter, bloomBitsPerKey, index),
          compaction,
          versions,
          operations);
    }
  }
}
