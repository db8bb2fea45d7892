package io.cairndb.index.app;

import io.cairndb.metrics.Metric;

/** Every metric of this service's own; {@code docs/metrics.md} lists the same. */
enum IndexMetric implements Metric {
  FEEDS_WAITING(Details.gauge("cairn_index_feeds_waiting", "Index feeds that wait for their turn")),
  LAG_SECONDS(
      Details.gauge(
          "cairn_index_lag_seconds",
          "Age of the oldest change that some global index lacks; 0 when none does")),
  FEEDS_BEHIND(
      Details.gauge("cairn_index_feeds_behind", "Index feeds with changes to apply: the backlog")),
  TABLES_SLOWED(
      Details.gauge(
          "cairn_index_slowed_tables",
          "Tables whose writers are slowed down since indexes are too far behind")),
  WAITING_CALLS(
      Details.gauge("cairn_index_waiting_calls", "Calls that wait until an index has caught up")),
  REFUSED_CALLS(
      Details.counter(
          "cairn_index_refused_calls_total",
          "Calls refused since as many waited as are allowed to")),
  WATCH_CONNECTED(
      Details.gauge(
          "cairn_catalog_watch_connected",
          "1 while changes of the catalog arrive from the partition manager, 0 while they do not")),
  SHARDS_UNHEARD(
      Details.gauge(
          "cairn_index_unheard_shards",
          "Shards whose change logs ought to be followed and are not")),
  RECORDS(Details.counter("cairn_index_change_records_total", "Change records applied")),
  ENTRIES(
      Details.counter(
          "cairn_index_entry_changes_total", "Index entries written or removed for them")),
  RETRIES(Details.counter("cairn_index_retries_total", "Batches that had to be tried again")),
  APPLY(
      Details.histogram(
          "cairn_index_apply_seconds",
          "Batches applied, from sending the first share until every partition has answered"));

  private final Details details;

  IndexMetric(Details details) {
    this.details = details;
  }

  @Override
  public Details details() {
    return details;
  }
}
