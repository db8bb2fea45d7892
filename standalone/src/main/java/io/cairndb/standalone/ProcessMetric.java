package io.cairndb.standalone;

import io.cairndb.metrics.Metric;
import io.cairndb.storage.node.NodeMetric;
import java.util.ArrayList;
import java.util.List;

/**
 * Metrics of this process, beside those of {@link NodeMetric}; {@code docs/metrics.md} lists the
 * same.
 */
enum ProcessMetric implements Metric {
  HTTP_CONNECTIONS(Details.gauge("cairn_http_connections", "Connections open now")),
  HTTP_CONNECTIONS_REFUSED(
      Details.counter(
          "cairn_http_connections_refused_total",
          "Connections closed at once because too many were open")),
  HTTP_REQUESTS(Details.counter("cairn_http_requests_total", "Requests read completely")),
  HTTP_BODIES_REFUSED(
      Details.counter(
          "cairn_http_bodies_refused_total", "Requests answered 413 or 503 because of their size")),
  HTTP_BODY_BYTES(Details.gauge("cairn_http_body_bytes", "Bytes of request bodies held now")),
  HTTP_ANSWERS_REFUSED(
      Details.counter(
          "cairn_http_answers_refused_total",
          "Answers replaced by 503 because too many bytes waited for clients to take them")),
  HTTP_UNSENT_BYTES(
      Details.gauge(
          "cairn_http_unsent_bytes", "Bytes of large answers that clients have not taken yet")),
  COORDINATION_IN_FLIGHT(
      Details.gauge(
          "cairn_coordination_in_flight_requests",
          "Requests to partitions, and transactions, under way")),
  COORDINATION_REFUSED(
      Details.counter(
          "cairn_coordination_refused_total",
          "Requests and transactions refused because too many were under way")),
  COORDINATION_STALE_ROUTES(
      Details.counter(
          "cairn_coordination_stale_routes_total",
          "Requests sent again after the partition map had changed")),
  TRANSACTIONS_LOCAL(
      Details.counter(
          "cairn_transactions_local_total", "Write transactions done by one shard in one step")),
  TRANSACTIONS_DISTRIBUTED(
      Details.counter(
          "cairn_transactions_distributed_total", "Write transactions over several shards")),
  INDEX_FEEDS_WAITING(
      Details.gauge("cairn_index_feeds_waiting", "Index feeds that wait for their turn")),
  INDEX_LAG_SECONDS(
      Details.gauge(
          "cairn_index_lag_seconds",
          "Age of the oldest change that some global index lacks; 0 when none does")),
  INDEX_READS_BEHIND(
      Details.counter(
          "cairn_index_reads_behind_total",
          "Reads of global indexes answered without the newest writes being certain to be in")),
  EXPRESSION_CACHE_HITS(
      Details.counter("cairn_expressions_cache_hits_total", "Expressions found compiled")),
  EXPRESSION_CACHE_MISSES(
      Details.counter("cairn_expressions_cache_misses_total", "Expressions compiled")),
  JVM_HEAP_BYTES(Details.gauge("cairn_jvm_heap_used_bytes", "Java heap in use"));

  private final Details details;

  ProcessMetric(Details details) {
    this.details = details;
  }

  @Override
  public Details details() {
    return details;
  }

  /** All that are served, in the order they are shown. */
  static List<Metric> all() {
    List<Metric> all = new ArrayList<>(List.of(values()));
    all.addAll(List.of(NodeMetric.values()));
    return all;
  }
}
