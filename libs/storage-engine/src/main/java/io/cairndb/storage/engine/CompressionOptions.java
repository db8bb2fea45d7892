package io.cairndb.storage.engine;

/**
 * How data blocks of SSTables are compressed. Blocks keep the kind they were written with until
 * their table is compacted.
 *
 * @param upper of tables above the deepest level, where data is rewritten soon
 * @param bottommost of tables of the deepest level that holds data of their keys: most of the data,
 *     and what stays longest
 * @param zstdLevel effort of {@link Compression#ZSTD}, 1 to 19
 */
public record CompressionOptions(Compression upper, Compression bottommost, int zstdLevel) {
  private static final int ZSTD_LEVEL_MAX = 19;

  public CompressionOptions {
    if (zstdLevel < 1 || zstdLevel > ZSTD_LEVEL_MAX) {
      throw new IllegalArgumentException("the level of ZSTD is 1 to 19, not " + zstdLevel);
    }
  }

  /** The same kind at every level. */
  public static CompressionOptions of(Compression kind) {
    return new CompressionOptions(kind, kind, 1);
  }

  /** These, with another kind at the deepest level. */
  public CompressionOptions withBottommost(Compression kind) {
    return new CompressionOptions(upper, kind, zstdLevel);
  }

  /** These, with another effort of ZSTD. */
  public CompressionOptions withZstdLevel(int level) {
    return new CompressionOptions(upper, bottommost, level);
  }
}
