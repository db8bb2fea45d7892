package io.cairndb.coordinator.app;

import io.cairndb.service.metrics.Metric;

/** Every metric of this service's own; {@code docs/metrics.md} lists the same. */
enum CoordinatorMetric implements Metric {
  IN_FLIGHT(
      "cairn_coordination_in_flight_requests",
      Type.GAUGE,
      "Requests to partitions, and transactions, under way"),
  REFUSED(
      "cairn_coordination_refused_total",
      Type.COUNTER,
      "Requests and transactions refused because too many were under way"),
  MAP_WAITS(
      "cairn_coordination_map_waits_total",
      Type.COUNTER,
      "Requests that waited for the partition map they were planned with"),
  HOMELESS(
      "cairn_coordination_homeless_total",
      Type.COUNTER,
      "Requests sent back because no map had their partition"),
  LOCAL(
      "cairn_transactions_local_total",
      Type.COUNTER,
      "Write transactions done by one shard in one step"),
  DISTRIBUTED(
      "cairn_transactions_distributed_total",
      Type.COUNTER,
      "Write transactions over several shards");

  private final String prometheusName;
  private final Type type;
  private final String meaning;

  CoordinatorMetric(String prometheusName, Type type, String meaning) {
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
