package io.cairndb.storage.node;

import io.cairndb.metrics.Metric;

/**
 * Every metric of a storage node, in the order they are shown; {@code docs/metrics.md} lists the
 * same.
 */
public enum NodeMetric implements Metric {
  SHARD_QUEUE_DEPTH(
      Details.gauge("cairn_shard_queue_depth_commands", "Commands waiting or running")),
  SHARD_ITEMS(Details.gauge("cairn_shard_items", "Items and index entries")),
  SHARD_ITEM_BYTES(
      Details.gauge("cairn_shard_item_bytes", "Their bytes by the size rules of DynamoDB")),
  SHARD_OVERLOADS(
      Details.counter(
          "cairn_shard_overloads_total", "Commands turned away because too many were waiting")),
  SHARD_REQUEST_WINDOW(
      Details.gauge(
          "cairn_shard_request_window_requests",
          "Answers kept to recognise a request that is repeated")),
  SHARD_ENGINE_FAILURES(
      Details.counter(
          "cairn_shard_engine_failures_total",
          "Storage engines that failed; their shard takes no more writes")),
  SHARD_DEFECTS(
      Details.counter(
          "cairn_shard_defects_total",
          "Commands without effect because of a defect or damaged data")),
  SHARD_ORPHANED_GROUPS(
      Details.gauge(
          "cairn_shard_orphaned_groups",
          "Tables and global indexes held that the catalog does not know")),
  SHARD_EXPIRED_ITEMS(
      Details.counter("cairn_shard_expired_items_total", "Items deleted by time to live")),
  SHARD_TRIMMED_CHANGES(
      Details.counter(
          "cairn_shard_trimmed_change_records_total",
          "Change records dropped because nobody needs them any more")),
  SHARD_TRIMMED_TRANSACTIONS(
      Details.counter(
          "cairn_shard_trimmed_transaction_records_total",
          "Tokens and marks of ended transactions dropped after their time")),
  HOUSEKEEPING_FAILURES(
      Details.counter(
          "cairn_housekeeping_failures_total",
          "Rounds of background work that failed and were left to the next")),
  STORAGE_MEMTABLE_BYTES(
      Details.gauge(
          "cairn_storage_memtable_bytes", "Bytes in memtables, those being flushed included")),
  STORAGE_WRITE_BUFFER_BYTES(
      Details.gauge(
          "cairn_storage_write_buffer_bytes", "Bytes in the memtables of all shards together")),
  STORAGE_WRITE_BUFFER_LIMIT(
      Details.gauge(
          "cairn_storage_write_buffer_limit_bytes",
          "What these may come to: writes are delayed in the last eighth and stop at the end")),
  STORAGE_WRITE_BUFFER_MEMORY(
      Details.gauge(
          "cairn_storage_write_buffer_memory_bytes",
          "Memory taken for them outside the heap, with what is kept for the next")),
  STORAGE_WRITE_BUFFER_ROTATIONS(
      Details.counter(
          "cairn_storage_write_buffer_rotations_total",
          "Times that the largest memtable was asked to make room for others")),
  STORAGE_TABLE_FILE_BYTES(
      Details.gauge("cairn_storage_table_file_bytes", "Bytes in live SSTables")),
  STORAGE_TABLE_FILES(Details.gauge("cairn_storage_table_files", "Live SSTables")),
  STORAGE_LEVEL_TABLES(
      Details.gauge("cairn_storage_level_tables", "Live SSTables of a level, all trees together")),
  STORAGE_LEVEL_BYTES(Details.gauge("cairn_storage_level_bytes", "Bytes in these")),
  STORAGE_LEVEL_READ_BYTES(
      Details.counter(
          "cairn_storage_level_read_bytes_total", "Bytes that compactions read from a level")),
  STORAGE_LEVEL_WRITTEN_BYTES(
      Details.counter(
          "cairn_storage_level_written_bytes_total",
          "Bytes that flushes and compactions wrote to a level")),
  STORAGE_SEALED_TABLES(
      Details.gauge("cairn_storage_sealed_tables", "Live SSTables that are encrypted")),
  STORAGE_STALE_KEY_TABLES(
      Details.gauge(
          "cairn_storage_stale_key_tables",
          "Of these, the ones that need another master key than the active one")),
  STORAGE_DAMAGED_TABLES(
      Details.gauge("cairn_storage_damaged_tables", "Live SSTables in which damage was found")),
  STORAGE_SCRUBBED_BYTES(
      Details.counter(
          "cairn_storage_scrubbed_bytes_total", "Bytes read in the background to find damage")),
  STORAGE_SCRUB_ROUNDS(
      Details.counter(
          "cairn_storage_scrub_rounds_total", "Times that all tables were read to find damage")),
  STORAGE_SCRUB_PROGRESS(
      Details.gauge(
          "cairn_storage_scrub_progress_ratio",
          "Part of the tables read in the round under way; 0 between rounds")),
  STORAGE_SCRUB_DAMAGE(
      Details.counter(
          "cairn_storage_scrub_damage_total", "Damaged tables met by these, anew in each round")),
  STORAGE_LOG_BYTES(
      Details.gauge("cairn_storage_log_bytes", "Bytes of log segments still needed for recovery")),
  STORAGE_LOG_SYNCS(Details.counter("cairn_storage_log_syncs_total", "Completed syncs of the log")),
  STORAGE_LOG_SEGMENTS(Details.counter("cairn_storage_log_segments_total", "Log segments begun")),
  STORAGE_LOG_SEGMENTS_REUSED(
      Details.counter(
          "cairn_storage_log_segments_reused_total",
          "Log segments written over one that was no longer needed")),
  STORAGE_WRITES(Details.counter("cairn_storage_writes_total", "Batches applied")),
  STORAGE_EARLY_ROTATIONS(
      Details.counter(
          "cairn_storage_early_rotations_total",
          "Memtables written out before they were full, for the budget that engines share")),
  STORAGE_WRITE_DELAYS(
      Details.counter(
          "cairn_storage_write_delays_total",
          "Batches that were delayed, so that later ones need not be stopped")),
  STORAGE_WRITE_DELAY_SECONDS(
      Details.counter(
          "cairn_storage_write_delay_seconds_total", "Time by which those were delayed")),
  STORAGE_WRITE_STALLS(
      Details.counter(
          "cairn_storage_write_stalls_total",
          "Batches that were stopped until log, flush or compaction had made room")),
  STORAGE_WRITE_STALL_SECONDS(
      Details.counter("cairn_storage_write_stall_seconds_total", "Time those batches waited")),
  STORAGE_PINS(Details.gauge("cairn_storage_pins", "Earlier states that somebody holds")),
  STORAGE_HELD_WRITES(
      Details.gauge(
          "cairn_storage_held_writes", "Batches since the oldest state that can still be read")),
  STORAGE_RANGE_DELETIONS(
      Details.gauge("cairn_storage_range_deletions", "Fragments of deleted ranges in tables")),
  STORAGE_FLUSHES(Details.counter("cairn_storage_flushes_total", "Memtables written out")),
  STORAGE_FLUSHED_BYTES(
      Details.counter("cairn_storage_flushed_bytes_total", "Bytes of tables written by flushes")),
  STORAGE_COMPACTIONS(Details.counter("cairn_storage_compactions_total", "Compactions finished")),
  STORAGE_TRIVIAL_MOVES(
      Details.counter(
          "cairn_storage_trivial_moves_total", "Compactions that only gave tables another level")),
  STORAGE_COMPACTIONS_RUNNING(
      Details.gauge("cairn_storage_compactions_running", "Compactions under way")),
  STORAGE_COMPACTION_READ_BYTES(
      Details.counter("cairn_storage_compaction_read_bytes_total", "Bytes read by compactions")),
  STORAGE_COMPACTION_WRITTEN_BYTES(
      Details.counter(
          "cairn_storage_compaction_written_bytes_total", "Bytes written by compactions")),
  STORAGE_COMPACTION_PENDING_BYTES(
      Details.gauge(
          "cairn_storage_compaction_pending_bytes",
          "Bytes that compactions have to handle until no level exceeds its size, estimated")),
  STORAGE_DROPPED_ENTRIES(
      Details.counter(
          "cairn_storage_dropped_entries_total", "Entries that a compaction filter dropped")),
  STORAGE_DROPPED_TABLES(
      Details.counter(
          "cairn_storage_dropped_tables_total", "SSTables dropped when their time was over")),
  STORAGE_COMPACTION_TARGET_RATE(
      Details.gauge(
          "cairn_storage_compaction_target_bytes_per_second",
          "Rate that compactions are held to; 0 for none")),
  STORAGE_COMPACTION_PACED_SECONDS(
      Details.counter(
          "cairn_storage_compaction_paced_seconds_total",
          "Time that compactions waited for that rate")),
  STORAGE_WRITE_AMPLIFICATION(
      Details.gauge(
          "cairn_storage_write_amplification_ratio",
          "Bytes written by flushes and compactions for each byte flushed")),
  STORAGE_SPACE_AMPLIFICATION(
      Details.gauge(
          "cairn_storage_space_amplification_ratio",
          "Bytes of tables for each byte in the deepest level of its tree")),
  STORAGE_CACHE_HITS(
      Details.counter("cairn_storage_block_cache_hits_total", "Blocks found in the cache")),
  STORAGE_CACHE_MISSES(
      Details.counter("cairn_storage_block_cache_misses_total", "Blocks read from a file")),
  STORAGE_CACHE_EVICTIONS(
      Details.counter(
          "cairn_storage_block_cache_evictions_total", "Blocks that left the cache for others")),
  STORAGE_CACHE_BYTES(
      Details.gauge("cairn_storage_block_cache_bytes", "Memory of the block cache")),
  STORAGE_TABLE_MEMORY_BYTES(
      Details.gauge(
          "cairn_storage_table_memory_bytes", "Memory of open tables' indexes and filters"));

  private final Details details;

  NodeMetric(Details details) {
    this.details = details;
  }

  @Override
  public Details details() {
    return details;
  }
}
