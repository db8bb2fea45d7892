package io.cairndb.storage.node.app;

import io.cairndb.service.metrics.Metric;

/**
 * Metrics of the service, beside those of {@link io.cairndb.storage.node.NodeMetric}; {@code
 * docs/metrics.md} lists the same.
 */
enum ServiceMetric implements Metric {
  BLOCKING_READS(
      "cairn_node_blocking_reads", Type.GAUGE, "Reads that may wait for a disk, under way"),
  READS_REFUSED(
      "cairn_node_reads_refused_total",
      Type.COUNTER,
      "Reads refused because too many that may wait for a disk were under way"),
  MALFORMED_CALLS(
      "cairn_node_malformed_calls_total", Type.COUNTER, "Calls refused since they make no sense"),
  CALL_DEFECTS(
      "cairn_node_call_defects_total", Type.COUNTER, "Calls that failed without a proper answer"),
  CHANGE_FOLLOWERS("cairn_node_change_followers", Type.GAUGE, "Streams of change notices open"),
  TRIMS_HELD_BACK(
      "cairn_node_trims_held_back_total",
      Type.COUNTER,
      "Change logs left whole because nobody could say how far an index has read them");

  private final String prometheusName;
  private final Type type;
  private final String meaning;

  ServiceMetric(String prometheusName, Type type, String meaning) {
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
