package io.cairndb.storage.engine;

/**
 * The block cache of one engine, at one moment. Counters run since the engine was opened.
 *
 * @param hits blocks found in the cache
 * @param misses blocks read from a file
 * @param evictions blocks that left for others to enter
 * @param blockBytes bytes of the blocks in the cache
 * @param memoryBytes memory taken by the cache, of which {@code blockBytes} are in use
 * @param tableBytes memory taken by indexes and filters of open tables
 */
public record CacheStats(
    long hits, long misses, long evictions, long blockBytes, long memoryBytes, long tableBytes) {

  /** The figures of an engine without a cache. */
  public static final CacheStats NONE = new CacheStats(0, 0, 0, 0, 0, 0);
}
