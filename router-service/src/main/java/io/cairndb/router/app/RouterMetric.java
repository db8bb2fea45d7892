package io.cairndb.router.app;

import io.cairndb.metrics.Metric;

/** Every metric of this service's own; {@code docs/metrics.md} lists the same. */
enum RouterMetric implements Metric {
  HTTP_REQUEST(
      Details.histogram(
          "cairn_http_request_seconds",
          "Requests, from when they were read until all of the answer is known")),
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
  IN_FLIGHT(
      Details.gauge(
          "cairn_coordination_in_flight_requests",
          "Requests to partitions, and transactions, under way")),
  REFUSED(
      Details.counter(
          "cairn_coordination_refused_total",
          "Requests and transactions refused because too many were under way")),
  STALE_ROUTES(
      Details.counter(
          "cairn_coordination_stale_routes_total",
          "Requests sent again after the partition map had changed")),
  REPEATED_READS(
      Details.counter(
          "cairn_coordination_repeated_reads_total",
          "Reads sent a second time since the first was late or lost")),
  INDEX_READS_BEHIND(
      Details.counter(
          "cairn_index_reads_behind_total",
          "Reads of global indexes answered without the newest writes being certain to be in")),
  SLOWED_WRITES(
      Details.counter(
          "cairn_index_slowed_writes_total",
          "Writes turned away since indexes of their table are too far behind")),
  WATCH_CONNECTED(
      Details.gauge(
          "cairn_catalog_watch_connected",
          "1 while changes of the catalog arrive from the partition manager, 0 while they do not")),
  CACHE_HITS(Details.counter("cairn_expressions_cache_hits_total", "Expressions found compiled")),
  CACHE_MISSES(Details.counter("cairn_expressions_cache_misses_total", "Expressions compiled"));

  private final Details details;

  RouterMetric(Details details) {
    this.details = details;
  }

  @Override
  public Details details() {
    return details;
  }
}
