package io.cairndb.storage.engine;

import java.util.HexFormat;

/** A key that a batch depends on was written after it was read. Nothing was written; read again. */
public final class WriteConflictException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient WriteBatch.Read read;
  private final long found;

  public WriteConflictException(WriteBatch.Read read, long found) {
    super(
        "key 0x"
            + HexFormat.of().formatHex(read.key())
            + " of tree "
            + read.tree().name()
            + " was read at sequence number "
            + read.sequence()
            + " and written at "
            + found);
    this.read = read;
    this.found = found;
  }

  /** What has changed since. */
  public WriteBatch.Read read() {
    return read;
  }

  /** Sequence number of the newer write. */
  public long found() {
    return found;
  }
}
