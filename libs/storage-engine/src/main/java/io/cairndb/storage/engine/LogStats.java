package io.cairndb.storage.engine;

/**
 * What an engine's log and its throttle did. Counters run since the engine was opened.
 *
 * @param bytes bytes of log segments still needed for recovery
 * @param syncs completed syncs of the log
 * @param segments segments begun
 * @param segmentsReused of these, the ones written over a segment no longer needed
 * @param earlyRotations memtables that became tables before they were full, for the budget that
 *     engines share
 * @param delays batches that were delayed, so that later ones need not be stopped
 * @param delayNanos time by which those were delayed
 * @param stalls batches that were stopped until log, flush or compaction had made room
 * @param stallNanos time those batches waited
 */
public record LogStats(
    long bytes,
    long syncs,
    long segments,
    long segmentsReused,
    long earlyRotations,
    long delays,
    long delayNanos,
    long stalls,
    long stallNanos) {
  /** Of an engine that has no log and never waits. */
  public static final LogStats NONE = new LogStats(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
