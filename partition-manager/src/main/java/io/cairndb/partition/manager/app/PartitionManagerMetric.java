package io.cairndb.partition.manager.app;

import io.cairndb.env.Clock;
import io.cairndb.metrics.Metric;
import io.cairndb.metrics.Snapshots;
import io.cairndb.partition.manager.grpc.PartitionManager;
import io.cairndb.service.metrics.Figures;
import io.cairndb.storage.engine.IntegrityStats;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;

/** Every metric of this service's own; {@code docs/metrics.md} lists the same. */
enum PartitionManagerMetric implements Metric {
  TABLES(
      Details.gauge("cairn_catalog_tables", "Tables, those being created or deleted included"),
      manager -> manager.controlPlane().catalog().tables().size()),
  CATALOG_VERSION(
      Details.gauge("cairn_catalog_version", "Changes of the catalog since it began"),
      manager -> manager.controlPlane().catalog().version()),
  OPERATIONS(
      Details.gauge(
          "cairn_catalog_operations", "Changes of tables that shards are still at work on"),
      manager -> manager.controlPlane().operations()),
  STEP_FAILURES(
      Details.counter(
          "cairn_catalog_step_failures_total",
          "Steps of such changes that failed and were left to be tried again"),
      PartitionManager::stepFailures),
  MEMBERS(
      Details.gauge("cairn_cluster_members", "Members that have an address, coordinators included"),
      manager -> ofMembers(manager, false)),
  MEMBERS_ALIVE(
      Details.gauge("cairn_cluster_members_alive", "Members whose heartbeats arrive"),
      manager -> ofMembers(manager, true)),
  FORMED(
      Details.gauge("cairn_cluster_formed", "1 once the cluster has formed, 0 before"),
      manager -> manager.membership().view().state().isFormed() ? 1 : 0),
  REGISTRATIONS_REFUSED(
      Details.counter("cairn_cluster_registrations_refused_total", "Registrations refused"),
      PartitionManager::refusals),
  LOOP_WAITING(
      Details.gauge(
          "cairn_control_loop_waiting", "Questions of others that wait for the loop that decides"),
      PartitionManager::waiting),
  DAMAGED_TABLES(
      Details.gauge("cairn_storage_damaged_tables", "Live SSTables in which damage was found"),
      (manager, integrity) -> integrity.figure(stats -> stats.damaged().size())),
  SCRUBBED_BYTES(
      Details.counter(
          "cairn_storage_scrubbed_bytes_total", "Bytes read in the background to find damage"),
      (manager, integrity) -> integrity.figure(stats -> stats.scrub().bytes())),
  SCRUB_ROUNDS(
      Details.counter(
          "cairn_storage_scrub_rounds_total", "Times that all tables were read to find damage"),
      (manager, integrity) -> integrity.figure(stats -> stats.scrub().rounds())),
  SCRUB_DAMAGE(
      Details.counter(
          "cairn_storage_scrub_damage_total", "Damaged tables met by these, anew in each round"),
      (manager, integrity) -> integrity.figure(stats -> stats.scrub().damageFound())),
  WATCHERS(
      Details.gauge("cairn_watch_watchers", "Processes that follow the catalog"),
      manager -> manager.watchers().count()),
  UPDATES(
      Details.counter(
          "cairn_watch_updates_total",
          "Updates of the catalog sent to them, whole catalogs included"),
      manager -> manager.watchers().updates()),
  SNAPSHOTS(
      Details.counter("cairn_watch_snapshots_total", "Whole catalogs sent to them"),
      manager -> manager.watchers().snapshots());

  private final Details details;
  private final Source source;

  /** Makes what reads a figure, where those of the engine's health are of one moment. */
  @FunctionalInterface
  private interface Source {
    DoubleSupplier of(PartitionManager manager, Snapshots<IntegrityStats> integrity);
  }

  PartitionManagerMetric(Details details, ToDoubleFunction<PartitionManager> value) {
    this(details, (manager, integrity) -> () -> value.applyAsDouble(manager));
  }

  PartitionManagerMetric(Details details, Source source) {
    this.details = details;
    this.source = source;
  }

  @Override
  public Details details() {
    return details;
  }

  /** Where all of them are read. */
  static Figures figures(PartitionManager manager) {
    Snapshots<IntegrityStats> integrity =
        new Snapshots<>(manager::integrity, Clock.system()::nanoTime);
    Figures figures = new Figures();
    for (PartitionManagerMetric metric : values()) {
      figures.add(metric, metric.source.of(manager, integrity));
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
