package io.cairndb.standalone;

import io.cairndb.storage.node.NodeMetric;

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
  INDEX_READS_BEHIND(
      "cairn_index_reads_behind_total",
      Type.COUNTER,
      "Reads of global indexes answered without the newest writes being certain to be in"),
  EXPRESSION_CACHE_HITS(
      "cairn_expressions_cache_hits_total", Type.COUNTER, "Expressions found compiled"),
  EXPRESSION_CACHE_MISSES(
      "cairn_expressions_cache_misses_total", Type.COUNTER, "Expressions compiled"),
  SHARD_QUEUE_DEPTH(NodeMetric.SHARD_QUEUE_DEPTH),
  SHARD_ITEMS(NodeMetric.SHARD_ITEMS),
  SHARD_ITEM_BYTES(NodeMetric.SHARD_ITEM_BYTES),
  SHARD_OVERLOADS(NodeMetric.SHARD_OVERLOADS),
  SHARD_REQUEST_WINDOW(NodeMetric.SHARD_REQUEST_WINDOW),
  SHARD_ENGINE_FAILURES(NodeMetric.SHARD_ENGINE_FAILURES),
  SHARD_DEFECTS(NodeMetric.SHARD_DEFECTS),
  SHARD_EXPIRED_ITEMS(NodeMetric.SHARD_EXPIRED_ITEMS),
  SHARD_TRIMMED_CHANGES(NodeMetric.SHARD_TRIMMED_CHANGES),
  SHARD_TRIMMED_TRANSACTIONS(NodeMetric.SHARD_TRIMMED_TRANSACTIONS),
  HOUSEKEEPING_FAILURES(NodeMetric.HOUSEKEEPING_FAILURES),
  STORAGE_MEMTABLE_BYTES(NodeMetric.STORAGE_MEMTABLE_BYTES),
  STORAGE_TABLE_FILE_BYTES(NodeMetric.STORAGE_TABLE_FILE_BYTES),
  STORAGE_TABLE_FILES(NodeMetric.STORAGE_TABLE_FILES),
  STORAGE_LOG_BYTES(NodeMetric.STORAGE_LOG_BYTES),
  STORAGE_LOG_SYNCS(NodeMetric.STORAGE_LOG_SYNCS),
  STORAGE_WRITES(NodeMetric.STORAGE_WRITES),
  STORAGE_WRITE_STALLS(NodeMetric.STORAGE_WRITE_STALLS),
  STORAGE_WRITE_STALL_SECONDS(NodeMetric.STORAGE_WRITE_STALL_SECONDS),
  STORAGE_FLUSHES(NodeMetric.STORAGE_FLUSHES),
  STORAGE_COMPACTIONS(NodeMetric.STORAGE_COMPACTIONS),
  STORAGE_COMPACTION_READ_BYTES(NodeMetric.STORAGE_COMPACTION_READ_BYTES),
  STORAGE_COMPACTION_WRITTEN_BYTES(NodeMetric.STORAGE_COMPACTION_WRITTEN_BYTES),
  STORAGE_CACHE_HITS(NodeMetric.STORAGE_CACHE_HITS),
  STORAGE_CACHE_MISSES(NodeMetric.STORAGE_CACHE_MISSES),
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

  /** One of the storage node's. */
  Metric(NodeMetric metric) {
    this(
        metric.prometheusName(),
        switch (metric.kind()) {
          case GAUGE -> Type.GAUGE;
          case COUNTER -> Type.COUNTER;
        },
        metric.meaning());
  }

  Metric(String prometheusName, Type type, String meaning) {
    this.prometheusName = prometheusName;
    this.type = type;
    this.meaning = meaning;
  }

  /** The same metric, as one of this process. */
  static Metric of(NodeMetric metric) {
    return valueOf(metric.name());
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
