package io.cairndb.storage.engine;

/**
 * Which versions are kept. Immutable.
 *
 * @param createAt the format in which a new directory is made
 * @param retention how far back, in the unit of {@link WriteBatch#timestamp}, everything can be
 *     read; 0 keeps the newest versions and what is pinned
 * @param timestampStep times closer together than this may be told apart no longer once they are in
 *     tables; the price of a smaller one is an entry of the manifest for each
 */
public record VersionOptions(FormatVersion createAt, long retention, long timestampStep) {
  public VersionOptions {
    OptionChecks.require(retention >= 0, "a retention must not be negative", retention);
    OptionChecks.require(timestampStep >= 1, "a step of time must be positive", timestampStep);
  }

  /** The newest format, newest versions only. */
  public static VersionOptions defaults() {
    return new VersionOptions(FormatVersion.NEWEST, 0, 1_000);
  }

  /** With {@code units} of retention, of which {@code step} may be told apart. */
  public VersionOptions retaining(long units, long step) {
    return new VersionOptions(createAt, units, step);
  }

  /** With another format for new directories. */
  public VersionOptions createdAt(FormatVersion format) {
    return new VersionOptions(format, retention, timestampStep);
  }
}
