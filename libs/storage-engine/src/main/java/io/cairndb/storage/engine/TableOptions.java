package io.cairndb.storage.engine;

/**
 * How new SSTables are written; those that are there keep their form until they are compacted.
 * Immutable.
 *
 * @param blockBytes size at which a data block is closed, before compression; at least 1, and not
 *     above {@link MemoryOptions#cachedBlockBytesMax} if the cache is to be of use
 * @param restartInterval entries between whole keys in a block; at least 1
 * @param compression of data blocks, by level
 * @param filter kind of the filters
 * @param bloomBitsPerKey size of Bloom filters; 0 for no filters of either kind
 * @param index how indexes are laid out
 */
public record TableOptions(
    int blockBytes,
    int restartInterval,
    CompressionOptions compression,
    FilterKind filter,
    int bloomBitsPerKey,
    IndexOptions index) {

  public TableOptions {
    OptionChecks.require(blockBytes >= 1, "the size of a block must be positive", blockBytes);
    OptionChecks.require(
        restartInterval >= 1, "a restart interval has an entry at least", restartInterval);
    OptionChecks.require(
        bloomBitsPerKey >= 0, "the size of a filter must not be negative", bloomBitsPerKey);
  }

  /** Options that suit most engines. */
  public static TableOptions defaults() {
    return new TableOptions(
        4 << 10,
        16,
        CompressionOptions.of(Compression.LZ4),
        FilterKind.BINARY_FUSE,
        10,
        IndexOptions.defaults());
  }
}
