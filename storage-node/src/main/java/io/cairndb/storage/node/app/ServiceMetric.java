package io.cairndb.storage.node.app;

import io.cairndb.metrics.Metric;

/**
 * Metrics of the service, beside those of {@link io.cairndb.storage.node.NodeMetric}; {@code
 * docs/metrics.md} lists the same.
 */
enum ServiceMetric implements Metric {
  BLOCKING_READS(
      Details.gauge("cairn_node_blocking_reads", "Reads that may wait for a disk, under way")),
  READS_REFUSED(
      Details.counter(
          "cairn_node_reads_refused_total",
          "Reads refused because too many that may wait for a disk were under way")),
  MALFORMED_CALLS(
      Details.counter(
          "cairn_node_malformed_calls_total", "Calls refused since they make no sense")),
  CALL_DEFECTS(
      Details.counter(
          "cairn_node_call_defects_total", "Calls that failed without a proper answer")),
  CHANGE_FOLLOWERS(Details.gauge("cairn_node_change_followers", "Streams of change notices open")),
  WATCH_CONNECTED(
      Details.gauge(
          "cairn_catalog_watch_connected",
          "1 while changes of the catalog arrive from the partition manager, 0 while they do not")),
  TRIMS_HELD_BACK(
      Details.counter(
          "cairn_node_trims_held_back_total",
          "Change logs left whole because nobody could say how far an index has read them"));

  private final Details details;

  ServiceMetric(Details details) {
    this.details = details;
  }

  @Override
  public Details details() {
    return details;
  }
}
