package io.cairndb.standalone;

/**
 * Every metric of this process, in the order they are shown; {@code docs/metrics.md} lists the
 * same.
 */
enum Metric {
  HTTP_CONNECTIONS("cairn_http_connections", Type.GAUGE, "Connections open now"),
  HTTP_CONNECTIONS_REFUSED(
      "cairn_http_connections_refused_total",
      Type.COUNTER,
      "Connections closed at once because too many were open"),
  HTTP_REQUESTS("cairn_http_requests_total", Type.COUNTER, "Requests read completely"),
  HTTP_BODIES_REFUSED(
      "cairn_http_bodies_refused_total",
      Type.COUNTER,
      "Requests answered 413 or 503 because of their size"),
  HTTP_BODY_BYTES("cairn_http_body_bytes", Type.GAUGE, "Bytes of request bodies held now"),
  COORDINATION_IN_FLIGHT(
      "cairn_coordination_in_flight_requests",
      Type.GAUGE,
      "Requests to partitions, and transactions, under way"),
  COORDINATION_REFUSED(
      "cairn_coordination_refused_total",
      Type.COUNTER,
      "Requests and transactions refused because too many were under way"),
  COORDINATION_STALE_ROUTES(
      "cairn_coordination_stale_routes_total",
      Type.COUNTER,
      "Requests sent again after the partition map had changed"),
  TRANSACTIONS_LOCAL(
      "cairn_transactions_local_total",
      Type.COUNTER,
      "Write transactions done by one shard in one step"),
  TRANSACTIONS_DISTRIBUTED(
      "cairn_transactions_distributed_total",
      Type.COUNTER,
      "Write transactions over several shards"),
  INDEX_FEEDS_WAITING(
      "cairn_index_feeds_waiting", Type.GAUGE, "Index feeds that wait for their turn"),
  INDEX_LAG_SECONDS(
      "cairn_index_lag_seconds",
      Type.GAUGE,
      "Age of the oldest change that some global index lacks; 0 when none does"),
  EXPRESSION_CACHE_HITS(
      "cairn_expressions_cache_hits_total", Type.COUNTER, "Expressions found compiled"),
  EXPRESSION_CACHE_MISSES(
      "cairn_expressions_cache_misses_total", Type.COUNTER, "Expressions compiled"),
  SHARD_QUEUE_DEPTH("cairn_shard_queue_depth_commands", Type.GAUGE, "Commands waiting or running"),
  SHARD_ITEMS("cairn_shard_items", Type.GAUGE, "Items and index entries"),
  SHARD_ITEM_BYTES(
      "cairn_shard_item_bytes", Type.GAUGE, "Their bytes by the size rules of DynamoDB"),
  SHARD_OVERLOADS(
      "cairn_shard_overloads_total",
      Type.COUNTER,
      "Commands turned away because too many were waiting"),
  SHARD_REQUEST_WINDOW(
      "cairn_shard_request_window_requests",
      Type.GAUGE,
      "Answers kept to recognise a request that is repeated"),
  SHARD_ENGINE_FAILURES(
      "cairn_shard_engine_failures_total",
      Type.COUNTER,
      "Storage engines that failed; their shard takes no more writes"),
  SHARD_DEFECTS(
      "cairn_shard_defects_total",
      Type.COUNTER,
      "Commands without effect because of a defect or damaged data"),
  SHARD_EXPIRED_ITEMS(
      "cairn_shard_expired_items_total", Type.COUNTER, "Items deleted by time to live"),
  SHARD_TRIMMED_CHANGES(
      "cairn_shard_trimmed_change_records_total",
      Type.COUNTER,
      "Change records dropped because nobody needs them any more"),
  SHARD_TRIMMED_TRANSACTIONS(
      "cairn_shard_trimmed_transaction_records_total",
      Type.COUNTER,
      "Tokens and marks of ended transactions dropped after their time"),
  HOUSEKEEPING_FAILURES(
      "cairn_housekeeping_failures_total",
      Type.COUNTER,
      "Rounds of background work that failed and were left to the next"),
  STORAGE_MEMTABLE_BYTES(
      "cairn_storage_memtable_bytes",
      Type.GAUGE,
      "Bytes in memtables, those being flushed included"),
  STORAGE_TABLE_FILE_BYTES("cairn_storage_table_file_bytes", Type.GAUGE, "Bytes in live SSTables"),
  STORAGE_TABLE_FILES("cairn_storage_table_files", Type.GAUGE, "Live SSTables"),
  STORAGE_LOG_BYTES(
      "cairn_storage_log_bytes", Type.GAUGE, "Bytes of log segments still needed for recovery"),
  STORAGE_LOG_SYNCS("cairn_storage_log_syncs_total", Type.COUNTER, "Completed syncs of the log"),
  STORAGE_WRITES("cairn_storage_writes_total", Type.COUNTER, "Batches applied"),
  STORAGE_WRITE_STALLS(
      "cairn_storage_write_stalls_total",
      Type.COUNTER,
      "Batches that waited for a flush or a compaction"),
  STORAGE_WRITE_STALL_SECONDS(
      "cairn_storage_write_stall_seconds_total", Type.COUNTER, "Time those batches waited"),
  STORAGE_FLUSHES("cairn_storage_flushes_total", Type.COUNTER, "Memtables written out"),
  STORAGE_COMPACTIONS("cairn_storage_compactions_total", Type.COUNTER, "Compactions finished"),
  STORAGE_COMPACTION_READ_BYTES(
      "cairn_storage_compaction_read_bytes_total", Type.COUNTER, "Bytes read by compactions"),
  STORAGE_COMPACTION_WRITTEN_BYTES(
      "cairn_storage_compaction_written_bytes_total", Type.COUNTER, "Bytes written by compactions"),
  STORAGE_CACHE_HITS(
      "cairn_storage_block_cache_hits_total", Type.COUNTER, "Blocks found in the cache"),
  STORAGE_CACHE_MISSES(
      "cairn_storage_block_cache_misses_total", Type.COUNTER, "Blocks read from a file"),
  JVM_HEAP_BYTES("cairn_jvm_heap_used_bytes", Type.GAUGE, "Java heap in use");

  private final String prometheusName;
  private final Type type;
  private final String meaning;

  /** As in the text format of Prometheus. */
  enum Type {
    GAUGE("gauge"),
    COUNTER("counter");

    private final String text;

    Type(String text) {
      this.text = text;
    }
  }

  Metric(String prometheusName, Type type, String meaning) {
    this.prometheusName = prometheusName;
    this.type = type;
    this.meaning = meaning;
  }

  String prometheusName() {
    return prometheusName;
  }

  String type() {
    return type.text;
  }

  String meaning() {
    return meaning;
  }
}
