package io.cairndb.storage.engine;

/**
 * Which versions are kept.
 *
 * @param createAt the format in which a new directory is made
 * @param retention how far back, in the unit of {@link WriteBatch#timestamp}, everything can be
 *     read; 0 keeps the newest versions and what is pinned
 * @param timestampStep times closer together than this may be told apart no longer once they are in
 *     tables; the price of a smaller one is an entry of the manifest for each
 * @param rangeDeletionsMax range deletions in memory before they are written to tables
 */
public record VersionOptions(
    FormatVersion createAt, long retention, long timestampStep, int rangeDeletionsMax) {
  public VersionOptions {
    if (retention < 0 || timestampStep < 1 || rangeDeletionsMax < 1) {
      throw new IllegalArgumentException("retention, time step and range deletions are counts");
    }
  }

  /** The newest format, newest versions only. */
  public static VersionOptions defaults() {
    return new VersionOptions(FormatVersion.NEWEST, 0, 1_000, 256);
  }

  /** With {@code units} of retention, of which {@code step} may be told apart. */
  public VersionOptions retaining(long units, long step) {
    return new VersionOptions(createAt, units, step, rangeDeletionsMax);
  }

  public VersionOptions createdAt(FormatVersion format) {
    return new VersionOptions(format, retention, timestampStep, rangeDeletionsMax);
  }
}
