package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.item.KeyLayout;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.ShardId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Installs and drops tables and partitions. What a change of schema leaves to be done with the data
 * becomes a {@link MaintenanceJob} in the same batch. Confined to the shard's loop.
 */
final class Tables {
  private final ShardState state;
  private final ShardId self;

  Tables(ShardState state, ShardId self) {
    this.state = state;
    this.self = self;
  }

  CommandResult install(Evaluation evaluation, Command.InstallSchema command) {
    TableSchema schema = command.schema();
    TableSchema known = state.catalog().table(schema.tableId());
    ShardCatalog catalog = state.catalog();
    if (known == null || known.version() < schema.version()) {
      catalog = catalog.withTable(schema);
      evaluation
          .batch()
          .put(state.trees().meta(), MetaKeys.schema(schema.tableId()), MetaRecords.encode(schema));
      if (known != null) {
        catalog = alter(evaluation, catalog, known, schema);
      }
    }
    become(evaluation, install(evaluation, catalog, command.partitions()));
    return new CommandResult.Done();
  }

  /** Leaves what the new schema no longer needs, or newly needs, to the background. */
  private ShardCatalog alter(
      Evaluation evaluation, ShardCatalog catalog, TableSchema known, TableSchema schema) {
    JobMaker jobs = new JobMaker(evaluation);
    List<UUID> removed = removedGroups(known, schema);
    removed.forEach(group -> jobs.add(MaintenanceJob.Kind.PURGE_GROUP, group));
    if (!known.ttlAttribute().equals(schema.ttlAttribute())) {
      jobs.cancelExpiries(schema.tableId());
      jobs.add(
          schema.ttlAttribute().isPresent()
              ? MaintenanceJob.Kind.INDEX_EXPIRIES
              : MaintenanceJob.Kind.PURGE_EXPIRIES,
          schema.tableId());
    }
    return forget(evaluation, catalog, removed);
  }

  CommandResult install(Evaluation evaluation, Command.InstallPartitions command) {
    become(evaluation, install(evaluation, state.catalog(), command.partitions()));
    return new CommandResult.Done();
  }

  CommandResult drop(Evaluation evaluation, Command.DropTable command) {
    TableSchema known = state.catalog().table(command.tableId());
    if (known == null) {
      return new CommandResult.Done();
    }
    List<UUID> groups = ShardCatalog.groupsOf(known);
    evaluation.batch().delete(state.trees().meta(), MetaKeys.schema(known.tableId()));
    ShardCatalog catalog = forget(evaluation, state.catalog(), groups);
    JobMaker jobs = new JobMaker(evaluation);
    jobs.cancelExpiries(known.tableId());
    groups.forEach(group -> jobs.add(MaintenanceJob.Kind.PURGE_GROUP, group));
    jobs.add(MaintenanceJob.Kind.PURGE_EXPIRIES, known.tableId());
    become(evaluation, catalog.without(known.tableId(), groups));
    return new CommandResult.Done();
  }

  private void become(Evaluation evaluation, ShardCatalog catalog) {
    evaluation.onApply(() -> state.catalog(catalog));
  }

  private static List<UUID> removedGroups(TableSchema before, TableSchema after) {
    List<UUID> removed = new ArrayList<>();
    for (SecondaryIndex index : before.globalIndexes()) {
      if (after.globalIndexes().stream().noneMatch(it -> it.id().equals(index.id()))) {
        removed.add(index.id());
      }
    }
    return removed;
  }

  private ShardCatalog install(
      Evaluation evaluation, ShardCatalog catalog, List<Partition> partitions) {
    List<ShardCatalog.Hosted> installed = new ArrayList<>();
    for (Partition partition : partitions) {
      ShardCatalog.Hosted known = catalog.partition(partition.id());
      if (!partition.home().equals(self)
          || (known != null && known.partition().epoch().compareTo(partition.epoch()) >= 0)) {
        continue;
      }
      evaluation
          .batch()
          .put(
              state.trees().meta(),
              MetaKeys.partition(partition.id()),
              MetaRecords.encode(partition));
      PartitionCounts counts = known == null ? new PartitionCounts() : known.counts();
      // A range that had an owner here may hold items the new figures know nothing of.
      boolean sameRange = known != null && known.partition().range().equals(partition.range());
      if (!sameRange && catalog.partitionsOf(partition.groupId()).findAny().isPresent()) {
        evaluation.onApply(() -> counts.startRecount(lowest(partition)));
      }
      installed.add(new ShardCatalog.Hosted(partition, counts));
    }
    return installed.isEmpty() ? catalog : catalog.withPartitions(installed);
  }

  static byte[] lowest(Partition partition) {
    return KeyLayout.tokenLower(partition.groupId(), partition.range().fromInclusive());
  }

  /** Removes partitions of groups, their cursors and figures. */
  private ShardCatalog forget(Evaluation evaluation, ShardCatalog catalog, List<UUID> groups) {
    var meta = state.trees().meta();
    for (UUID group : groups) {
      catalog
          .partitionsOf(group)
          .map(hosted -> hosted.partition().id())
          .forEach(
              id -> {
                evaluation.batch().delete(meta, MetaKeys.partition(id));
                evaluation.batch().delete(meta, MetaKeys.statistics(id));
                byte[] prefix = MetaKeys.indexCursors(id);
                byte[] end = KeyLayout.successor(prefix);
                try (var cursor = evaluation.view.cursor(meta, prefix, end)) {
                  for (boolean valid = cursor.seekToFirst(); valid; valid = cursor.next()) {
                    evaluation.batch().delete(meta, cursor.key());
                  }
                }
              });
    }
    return catalog.without(null, groups);
  }

  /** Makes and cancels jobs of one evaluation; several share a timestamp and differ at the end. */
  private final class JobMaker {
    private final Evaluation evaluation;
    private int made;

    JobMaker(Evaluation evaluation) {
      this.evaluation = evaluation;
    }

    void add(MaintenanceJob.Kind kind, UUID subject) {
      Hlc now = evaluation.now;
      UUID id = new UUID(now.msb(), (now.lsb() & ~0xFFL) | made++);
      MaintenanceJob job = new MaintenanceJob(id, kind, subject, null);
      evaluation.batch().put(state.trees().meta(), MetaKeys.job(id), job.encode());
      evaluation.onApply(() -> state.jobs().put(id, job));
    }

    void cancelExpiries(UUID tableId) {
      for (MaintenanceJob job : state.jobs().values()) {
        if (job.subject().equals(tableId)) {
          evaluation.batch().delete(state.trees().meta(), MetaKeys.job(job.id()));
          evaluation.onApply(() -> state.jobs().remove(job.id()));
        }
      }
    }
  }
}
