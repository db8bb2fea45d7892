package io.cairndb.storage.engine;

/**
 * What an engine holds and does, at one moment. Counters run since the engine was opened.
 *
 * @param memtableBytes bytes in all memtables, those being flushed included
 * @param memtableMemoryBytes memory outside the heap taken for memtables, with what is kept for the
 *     next; of all engines that share a {@link WriteBufferBudget}, if this one does
 * @param tableFileBytes bytes in live SSTables
 * @param tableFiles live SSTables
 * @param integrity what is known of damage in them
 * @param writes batches applied
 * @param flushes memtables written out
 * @param compaction figures of compactions
 * @param cache the block cache
 * @param versions what is kept of the past
 * @param log figures of the log and of writers that waited
 */
public record EngineStats(
    long memtableBytes,
    long memtableMemoryBytes,
    long tableFileBytes,
    int tableFiles,
    IntegrityStats integrity,
    long writes,
    long flushes,
    CompactionStats compaction,
    CacheStats cache,
    VersionStats versions,
    LogStats log) {}
