package io.cairndb.env;

/**
 * An error a {@link MemoryFileSystem} is told to produce.
 *
 * @param atOperation the operation that fails, counted from the file system's creation, from 1
 * @param kind how it fails
 */
public record FileFault(long atOperation, Kind kind) {

  /** How an operation fails. */
  public enum Kind {
    /** That one operation fails; an append may have written a part. */
    IO_ERROR,
    /** That operation, and every later one that needs space, finds the disk full. */
    NO_SPACE,
    /**
     * The first sync at or after that operation fails, and what it should have saved is lost in the
     * next crash even if a later sync succeeds, as Linux does it.
     */
    SYNC_FAILURE,
    /** That operation and every later one fail until {@link MemoryFileSystem#crash}. */
    POWER_OFF
  }
}
