package io.cairndb.storage.engine;

/**
 * How data blocks of SSTables are compressed. Blocks keep the kind they were written with until
 * their table is compacted.
 *
 * @param upper of tables above the deepest level, where data is rewritten soon
 * @param bottommost of tables of the deepest level that holds data of their keys: most of the data,
 *     and what stays longest
 */
public record CompressionOptions(Compression upper, Compression bottommost) {

  /** The same kind at every level. */
  public static CompressionOptions of(Compression kind) {
    return new CompressionOptions(kind, kind);
  }

  /** These, with another kind at the deepest level. */
  public CompressionOptions withBottommost(Compression kind) {
    return new CompressionOptions(upper, kind);
  }
}
