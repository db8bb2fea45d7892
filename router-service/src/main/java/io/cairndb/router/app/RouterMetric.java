package io.cairndb.router.app;

import io.cairndb.service.metrics.Metric;

/** Every metric of this service's own; {@code docs/metrics.md} lists the same. */
enum RouterMetric implements Metric {
  HTTP_REQUEST(
      "cairn_http_request_seconds",
      Type.HISTOGRAM,
      "Requests from when they were read until their answer is known"),
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
  IN_FLIGHT(
      "cairn_coordination_in_flight_requests",
      Type.GAUGE,
      "Requests to partitions, and transactions, under way"),
  REFUSED(
      "cairn_coordination_refused_total",
      Type.COUNTER,
      "Requests and transactions refused because too many were under way"),
  STALE_ROUTES(
      "cairn_coordination_stale_routes_total",
      Type.COUNTER,
      "Requests sent again after the partition map had changed"),
  REPEATED_READS(
      "cairn_coordination_repeated_reads_total",
      Type.COUNTER,
      "Reads sent a second time since the first was late or lost"),
  INDEX_READS_BEHIND(
      "cairn_index_reads_behind_total",
      Type.COUNTER,
      "Reads of global indexes answered without the newest writes being certain to be in"),
  CACHE_HITS("cairn_expressions_cache_hits_total", Type.COUNTER, "Expressions found compiled"),
  CACHE_MISSES("cairn_expressions_cache_misses_total", Type.COUNTER, "Expressions compiled");

  private final String prometheusName;
  private final Type type;
  private final String meaning;

  RouterMetric(String prometheusName, Type type, String meaning) {
    this.prometheusName = prometheusName;
    this.type = type;
    this.meaning = meaning;
  }

  @Override
  public String prometheusName() {
    return prometheusName;
  }

  @Override
  public Type type() {
    return type;
  }

  @Override
  public String meaning() {
    return meaning;
  }
}
