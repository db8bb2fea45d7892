package io.cairndb.index.app;

/** Every metric of this service's own; {@code docs/metrics.md} lists the same. */
enum IndexMetric {
  FEEDS_WAITING("cairn_index_feeds_waiting", "Index feeds that wait for their turn"),
  LAG_SECONDS(
      "cairn_index_lag_seconds",
      "Age of the oldest change that some global index lacks; 0 when none does"),
  FEEDS_BEHIND("cairn_index_feeds_behind", "Index feeds with changes to apply: the backlog"),
  TABLES_SLOWED(
      "cairn_index_slowed_tables", "Tables whose writers are slowed down since indexes lag"),
  WAITING_CALLS("cairn_index_waiting_calls", "Calls that wait until an index has caught up"),
  SHARDS_UNHEARD(
      "cairn_index_unheard_shards", "Shards whose change logs ought to be followed and are not"),
  RECORDS("cairn_index_change_records_total", "Change records applied"),
  ENTRIES("cairn_index_entry_changes_total", "Index entries written or removed for them"),
  RETRIES("cairn_index_retries_total", "Batches that had to be tried again"),
  APPLY_SECONDS(
      "cairn_index_apply_seconds", "Time from sending a batch until all partitions have it");

  private final String prometheusName;
  private final String meaning;

  IndexMetric(String prometheusName, String meaning) {
    this.prometheusName = prometheusName;
    this.meaning = meaning;
  }

  String prometheusName() {
    return prometheusName;
  }

  String meaning() {
    return meaning;
  }
}
