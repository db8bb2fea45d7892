package io.cairndb.storage.engine.compaction;

import io.cairndb.storage.engine.CompactionOptions;

/**
 * What compactions have to keep up with.
 *
 * @param flushedBytesPerSecond written by flushes of late
 * @param writeAmplification bytes written by flushes and compactions for each byte flushed
 * @param levelZeroTables in the tree that has the most
 * @param pendingBytes to be compacted until nothing is due
 */
public record Load(
    double flushedBytesPerSecond,
    double writeAmplification,
    int levelZeroTables,
    long pendingBytes) {
  /** Nothing written, nothing due. */
  public static final Load NONE = new Load(0, 1, 0, 0);

  /** Compactions are never held below this, in bytes a second. */
  private static final double RATE_MIN = 32 << 20;

  /** How much faster than writers compactions go when nothing has piled up. */
  private static final double HEADROOM = 1.5;

  /** Work for this many bases counts as all that may pile up. */
  private static final int PENDING_BASES_MAX = 16;

  /**
   * Bytes a second that compactions should write: as many as keep up with the writers when little
   * has piled up, and the more the more has; without a bound but the configured one before writers
   * would be held up.
   */
  public double targetBytesPerSecond(CompactionOptions options) {
    double needed = flushedBytesPerSecond * (Math.max(2, writeAmplification) - 1) * HEADROOM;
    double pressure = pressure(options);
    double rate =
        pressure >= 1 ? Double.POSITIVE_INFINITY : Math.max(RATE_MIN, needed) / (1 - pressure);
    return options.bytesPerSecondMax() == 0 ? rate : Math.min(rate, options.bytesPerSecondMax());
  }

  /** How much has piled up; at 1 it is all that may. */
  private double pressure(CompactionOptions options) {
    int room = Math.max(1, options.levelZeroSlowdown() - options.levelZeroTrigger());
    double levelZero = (double) (levelZeroTables - options.levelZeroTrigger()) / room;
    double base = Math.max(options.levelBaseBytes(), options.tableBytes());
    double pending = pendingBytes / (PENDING_BASES_MAX * base);
    return Math.max(0, Math.max(levelZero, pending));
  }
}
