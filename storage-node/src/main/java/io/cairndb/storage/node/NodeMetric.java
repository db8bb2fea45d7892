package io.cairndb.storage.node;

/**
 * Every metric of a storage node, in the order they are shown; {@code docs/metrics.md} lists the
 * same.
 */
public enum NodeMetric {
  SHARD_QUEUE_DEPTH("cairn_shard_queue_depth_commands", Kind.GAUGE, "Commands waiting or running"),
  SHARD_ITEMS("cairn_shard_items", Kind.GAUGE, "Items and index entries"),
  SHARD_ITEM_BYTES(
      "cairn_shard_item_bytes", Kind.GAUGE, "Their bytes by the size rules of DynamoDB"),
  SHARD_OVERLOADS(
      "cairn_shard_overloads_total",
      Kind.COUNTER,
      "Commands turned away because too many were waiting"),
  SHARD_REQUEST_WINDOW(
      "cairn_shard_request_window_requests",
      Kind.GAUGE,
      "Answers kept to recognise a request that is repeated"),
  SHARD_ENGINE_FAILURES(
      "cairn_shard_engine_failures_total",
      Kind.COUNTER,
      "Storage engines that failed; their shard takes no more writes"),
  SHARD_DEFECTS(
      "cairn_shard_defects_total",
      Kind.COUNTER,
      "Commands without effect because of a defect or damaged data"),
  SHARD_EXPIRED_ITEMS(
      "cairn_shard_expired_items_total", Kind.COUNTER, "Items deleted by time to live"),
  SHARD_TRIMMED_CHANGES(
      "cairn_shard_trimmed_change_records_total",
      Kind.COUNTER,
      "Change records dropped because nobody needs them any more"),
  SHARD_TRIMMED_TRANSACTIONS(
      "cairn_shard_trimmed_transaction_records_total",
      Kind.COUNTER,
      "Tokens and marks of ended transactions dropped after their time"),
  HOUSEKEEPING_FAILURES(
      "cairn_housekeeping_failures_total",
      Kind.COUNTER,
      "Rounds of background work that failed and were left to the next"),
  STORAGE_MEMTABLE_BYTES(
      "cairn_storage_memtable_bytes",
      Kind.GAUGE,
      "Bytes in memtables, those being flushed included"),
  STORAGE_TABLE_FILE_BYTES("cairn_storage_table_file_bytes", Kind.GAUGE, "Bytes in live SSTables"),
  STORAGE_TABLE_FILES("cairn_storage_table_files", Kind.GAUGE, "Live SSTables"),
  STORAGE_LOG_BYTES(
      "cairn_storage_log_bytes", Kind.GAUGE, "Bytes of log segments still needed for recovery"),
  STORAGE_LOG_SYNCS("cairn_storage_log_syncs_total", Kind.COUNTER, "Completed syncs of the log"),
  STORAGE_WRITES("cairn_storage_writes_total", Kind.COUNTER, "Batches applied"),
  STORAGE_WRITE_STALLS(
      "cairn_storage_write_stalls_total",
      Kind.COUNTER,
      "Batches that waited for a flush or a compaction"),
  STORAGE_WRITE_STALL_SECONDS(
      "cairn_storage_write_stall_seconds_total", Kind.COUNTER, "Time those batches waited"),
  STORAGE_FLUSHES("cairn_storage_flushes_total", Kind.COUNTER, "Memtables written out"),
  STORAGE_COMPACTIONS("cairn_storage_compactions_total", Kind.COUNTER, "Compactions finished"),
  STORAGE_COMPACTION_READ_BYTES(
      "cairn_storage_compaction_read_bytes_total", Kind.COUNTER, "Bytes read by compactions"),
  STORAGE_COMPACTION_WRITTEN_BYTES(
      "cairn_storage_compaction_written_bytes_total", Kind.COUNTER, "Bytes written by compactions"),
  STORAGE_CACHE_HITS(
      "cairn_storage_block_cache_hits_total", Kind.COUNTER, "Blocks found in the cache"),
  STORAGE_CACHE_MISSES(
      "cairn_storage_block_cache_misses_total", Kind.COUNTER, "Blocks read from a file");

  private final String prometheusName;
  private final Kind kind;
  private final String meaning;

  /** Whether a value goes up and down, or only up. */
  public enum Kind {
    GAUGE,
    COUNTER
  }

  NodeMetric(String prometheusName, Kind kind, String meaning) {
    this.prometheusName = prometheusName;
    this.kind = kind;
    this.meaning = meaning;
  }

  public String prometheusName() {
    return prometheusName;
  }

  public Kind kind() {
    return kind;
  }

  public String meaning() {
    return meaning;
  }
}
