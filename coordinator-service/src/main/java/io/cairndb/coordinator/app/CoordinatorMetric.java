package io.cairndb.coordinator.app;

import io.cairndb.metrics.Metric;

/** Every metric of this service's own; {@code docs/metrics.md} lists the same. */
enum CoordinatorMetric implements Metric {
  IN_FLIGHT(
      Details.gauge(
          "cairn_coordination_in_flight_requests",
          "Requests to partitions, and transactions, under way")),
  REFUSED(
      Details.counter(
          "cairn_coordination_refused_total",
          "Requests and transactions refused because too many were under way")),
  MAP_WAITS(
      Details.counter(
          "cairn_coordination_map_waits_total",
          "Requests that waited for the partition map they were planned with")),
  HOMELESS(
      Details.counter(
          "cairn_coordination_homeless_total",
          "Requests sent back because no map had their partition")),
  LOCAL(
      Details.counter(
          "cairn_transactions_local_total", "Write transactions done by one shard in one step")),
  DISTRIBUTED(
      Details.counter(
          "cairn_transactions_distributed_total", "Write transactions over several shards")),
  TRANSACTION_RETRIES(
      Details.counter(
          "cairn_transactions_retries_total", "Messages of transactions sent again after a pause")),
  RECOVERED(
      Details.counter(
          "cairn_transactions_recovered_total",
          "Abandoned transactions brought to an end, with their locks removed")),
  WATCH_CONNECTED(
      Details.gauge(
          "cairn_catalog_watch_connected",
          "1 while changes of the catalog arrive from the partition manager, 0 while they do not"));

  private final Details details;

  CoordinatorMetric(Details details) {
    this.details = details;
  }

  @Override
  public Details details() {
    return details;
  }
}
