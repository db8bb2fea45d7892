package io.cairndb.storage.engine;

import java.util.List;

/**
 * What compactions have done and have before them. Counters run since the engine was opened.
 *
 * @param compactions compactions finished, trivial moves included
 * @param trivialMoves those that only gave tables another level
 * @param running compactions under way
 * @param flushedBytes bytes of tables written by flushes
 * @param pendingBytes bytes that compactions have to read and write until no level exceeds its
 *     size, estimated
 * @param deepestBytes bytes of tables in the deepest level of each tree
 * @param dropped what nobody needed any more
 * @param pace how fast compactions write
 * @param levels by level, all trees together
 */
public record CompactionStats(
    long compactions,
    long trivialMoves,
    int running,
    long flushedBytes,
    long pendingBytes,
    long deepestBytes,
    Dropped dropped,
    Pace pace,
    List<Level> levels) {

  /** Nothing compacted, nothing there. */
  public static final CompactionStats NONE =
      new CompactionStats(0, 0, 0, 0, 0, 0, new Dropped(0, 0), new Pace(0, 0), List.of());

  /**
   * What went though nobody had deleted it.
   *
   * @param entries dropped by filters
   * @param tables that went unread: windows that had expired, or ranges that were deleted
   */
  public record Dropped(long entries, long tables) {}

  /**
   * How compactions are held back.
   *
   * @param targetBytesPerSecond rate they are held to at the moment; 0 for none
   * @param waitedNanos time they have waited for it
   */
  public record Pace(long targetBytesPerSecond, long waitedNanos) {}

  /**
   * One level.
   *
   * @param tables live tables
   * @param bytes of live tables
   * @param bytesRead from tables of this level by compactions
   * @param bytesWritten to tables of this level by flushes and compactions
   */
  public record Level(int tables, long bytes, long bytesRead, long bytesWritten) {}

  public CompactionStats {
    levels = List.copyOf(levels);
  }

  /** Bytes read by compactions. */
  public long bytesRead() {
    return levels.stream().mapToLong(Level::bytesRead).sum();
  }

  /** Bytes written by compactions, not by flushes. */
  public long bytesWritten() {
    return levels.stream().mapToLong(Level::bytesWritten).sum() - flushedBytes;
  }

  /** Bytes written by flushes and compactions for each byte flushed; 1 before the first flush. */
  public double writeAmplification() {
    return flushedBytes == 0 ? 1 : 1 + (double) bytesWritten() / flushedBytes;
  }

  /**
   * Bytes of tables for each byte that would be left if nothing in a tree's deepest level were
   * obsolete and everything above it were; 1 without tables.
   */
  public double spaceAmplification() {
    long bytes = levels.stream().mapToLong(Level::bytes).sum();
    return deepestBytes == 0 ? 1 : (double) bytes / deepestBytes;
  }
}
