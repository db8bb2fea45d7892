package io.cairndb.partition.manager.app;

import io.cairndb.partition.manager.grpc.PartitionManager;
import io.cairndb.service.metrics.Figures;
import io.cairndb.service.metrics.Metric;
import java.util.function.ToDoubleFunction;

/** Every metric of this service's own; {@code docs/metrics.md} lists the same. */
enum PartitionManagerMetric implements Metric {
  TABLES(
      "cairn_catalog_tables",
      "Tables, those being created or deleted included",
      manager -> manager.controlPlane().catalog().tables().size()),
  CATALOG_VERSION(
      "cairn_catalog_version",
      "Changes of the catalog since it began",
      manager -> manager.controlPlane().catalog().version()),
  OPERATIONS(
      "cairn_catalog_operations",
      "Changes of tables that shards are still at work on",
      manager -> manager.controlPlane().operations()),
  STEP_FAILURES(
      "cairn_catalog_step_failures_total",
      "Steps of such changes that failed and were left to be tried again",
      PartitionManager::stepFailures),
  MEMBERS(
      "cairn_cluster_members",
      "Members that have an address, coordinators included",
      manager -> ofMembers(manager, false)),
  MEMBERS_ALIVE(
      "cairn_cluster_members_alive",
      "Members whose heartbeats arrive",
      manager -> ofMembers(manager, true)),
  FORMED(
      "cairn_cluster_formed",
      "1 once the cluster has formed, 0 before",
      manager -> manager.membership().view().state().isFormed() ? 1 : 0),
  REGISTRATIONS_REFUSED(
      "cairn_cluster_registrations_refused_total",
      "Registrations refused",
      PartitionManager::refusals),
  WATCHERS(
      "cairn_watch_watchers",
      "Processes that follow the catalog",
      manager -> manager.watchers().count()),
  UPDATES(
      "cairn_watch_updates_total",
      "Updates of the catalog sent to them, whole catalogs included",
      manager -> manager.watchers().updates()),
  SNAPSHOTS(
      "cairn_watch_snapshots_total",
      "Whole catalogs sent to them",
      manager -> manager.watchers().snapshots());

  private static final String COUNTER = "_total";

  private final String prometheusName;
  private final String meaning;
  private final ToDoubleFunction<PartitionManager> value;

  PartitionManagerMetric(
      String prometheusName, String meaning, ToDoubleFunction<PartitionManager> value) {
    this.prometheusName = prometheusName;
    this.meaning = meaning;
    this.value = value;
  }

  @Override
  public String prometheusName() {
    return prometheusName;
  }

  @Override
  public Type type() {
    return prometheusName.endsWith(COUNTER) ? Type.COUNTER : Type.GAUGE;
  }

  @Override
  public String meaning() {
    return meaning;
  }

  /** Where all of them are read. */
  static Figures figures(PartitionManager manager) {
    Figures figures = new Figures();
    for (PartitionManagerMetric metric : values()) {
      figures.add(metric, () -> metric.value.applyAsDouble(manager));
    }
    return figures;
  }

  private static double ofMembers(PartitionManager manager, boolean alive) {
    var view = manager.membership().view();
    return view.state().members().values().stream()
        .filter(member -> member.hasAddress() && (!alive || view.isAlive(member.number())))
        .count();
  }
}
