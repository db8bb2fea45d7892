package io.cairndb.shard;

/**
 * Stored bytes are not what the format documents say; the data is of another version or damaged.
 */
public final class ShardFormatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ShardFormatException(String message) {
    super(message);
  }
}
