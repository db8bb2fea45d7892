package io.cairndb.index.app;

import io.cairndb.service.metrics.Metric;

/** Every metric of this service's own; {@code docs/metrics.md} lists the same. */
enum IndexMetric implements Metric {
  FEEDS_WAITING("cairn_index_feeds_waiting", Type.GAUGE, "Index feeds that wait for their turn"),
  LAG_SECONDS(
      "cairn_index_lag_seconds",
      Type.GAUGE,
      "Age of the oldest change that some global index lacks; 0 when none does"),
  FEEDS_BEHIND(
      "cairn_index_feeds_behind", Type.GAUGE, "Index feeds with changes to apply: the backlog"),
  TABLES_SLOWED(
      "cairn_index_slowed_tables",
      Type.GAUGE,
      "Tables whose writers are slowed down since indexes are too far behind"),
  WAITING_CALLS(
      "cairn_index_waiting_calls", Type.GAUGE, "Calls that wait until an index has caught up"),
  SHARDS_UNHEARD(
      "cairn_index_unheard_shards",
      Type.GAUGE,
      "Shards whose change logs ought to be followed and are not"),
  RECORDS("cairn_index_change_records_total", Type.COUNTER, "Change records applied"),
  ENTRIES(
      "cairn_index_entry_changes_total", Type.COUNTER, "Index entries written or removed for them"),
  RETRIES("cairn_index_retries_total", Type.COUNTER, "Batches that had to be tried again"),
  APPLY(
      "cairn_index_apply_seconds",
      Type.HISTOGRAM,
      "Batches applied, from sending the first share until every partition has answered");

  private final String prometheusName;
  private final Type type;
  private final String meaning;

  IndexMetric(String prometheusName, Type type, String meaning) {
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
