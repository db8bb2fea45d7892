package io.cairndb.storage.engine;

/** A sequence number is too old to be read at: versions of its time may have been dropped. */
public final class VersionsGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public VersionsGoneException(long sequence, long oldest) {
    super(
        oldest == Long.MAX_VALUE
            ? "sequence number " + sequence + " is not pinned, and no versions are retained"
            : "sequence number " + sequence + " is not pinned and below the horizon, " + oldest);
  }
}
