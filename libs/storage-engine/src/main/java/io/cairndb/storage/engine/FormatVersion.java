package io.cairndb.storage.engine;

/**
 * What an engine may write. A directory is written in the version it was created with until it is
 * raised by {@link StorageEngine#raiseFormat}: so a release can be tried, and left again, before
 * anything is written that the one before could not read.
 */
public enum FormatVersion {
  /** One version per key in tables; batches of puts and deletes. */
  FIRST(1),
  /** Several versions per key, range deletions, timestamps, tables shared between trees. */
  VERSIONS(2),
  /** Indexes of large tables in partitions. */
  PARTITIONS(3);

  /** The newest this release knows. */
  public static final FormatVersion NEWEST = PARTITIONS;

  private final int number;

  FormatVersion(int number) {
    this.number = number;
  }

  /** As it stands in files. */
  public int number() {
    return number;
  }

  /** The version with that number; throws {@link IllegalArgumentException} when there is none. */
  public static FormatVersion of(int number) {
    for (FormatVersion version : values()) {
      if (version.number == number) {
        return version;
      }
    }
    throw new IllegalArgumentException("unknown format version " + number);
  }

  public boolean isAtLeast(FormatVersion other) {
    return number >= other.number;
  }
}
