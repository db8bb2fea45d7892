package io.cairndb.storage.engine;

/**
 * What an engine holds and does, at one moment. Counters run since the engine was opened.
 *
 * @param memtableBytes bytes in all memtables, those being flushed included
 * @param tableFileBytes bytes in live SSTables
 * @param tableFiles live SSTables
 * @param logBytes bytes of log segments still needed for recovery
 * @param logSyncs completed syncs of the log
 * @param writes batches applied
 * @param writeStalls batches that had to wait for a flush or a compaction
 * @param writeStallNanos time those batches waited
 * @param flushes memtables written out
 * @param compactions compactions finished
 * @param compactionBytesRead bytes read by compactions
 * @param compactionBytesWritten bytes written by compactions
 * @param blockCacheHits blocks found in the cache
 * @param blockCacheMisses blocks read from a file
 */
public record EngineStats(
    long memtableBytes,
    long tableFileBytes,
    int tableFiles,
    long logBytes,
    long logSyncs,
    long writes,
    long writeStalls,
    long writeStallNanos,
    long flushes,
    long compactions,
    long compactionBytesRead,
    long compactionBytesWritten,
    long blockCacheHits,
    long blockCacheMisses) {}
