package io.cairndb.shard;

import io.cairndb.causality.Hlc;
import io.cairndb.item.schema.TableSchema;
import io.cairndb.placement.Partition;
import io.cairndb.placement.ShardId;
import io.cairndb.storage.engine.ReadView;
import io.cairndb.storage.engine.StorageEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides what every command does: the one place where conditions and updates are evaluated and
 * items, index entries, expiry entries, change records and locks are derived from one another.
 *
 * <p>Deterministic: {@link #evaluate} depends on the command, the timestamp and the state; the
 * state is what earlier commands made of it. Evaluating changes nothing, neither on disk nor in
 * memory; the caller logs the batch and then calls {@link #apply}, in the order of evaluation. So
 * an evaluation that throws has had no effect.
 *
 * <p>Confined to the shard's loop.
 */
public final class ShardStateMachine {
  /** How far ahead the clock mark is put, so that it need not be written with every batch. */
  static final long CLOCK_RESERVE_MILLIS = 1000;

  private final ShardState state;
  private final WritePlanner planner;
  private final ItemChanges changes;
  private final Transactions transactions;
  private final Ledger ledger;
  private final Tables tables;
  private final IndexFeed indexFeed;
  private final Maintenance maintenance;

  private ShardStateMachine(ShardState state, ShardId self) {
    this.state = state;
    this.planner = new WritePlanner(state);
    this.changes = new ItemChanges(state.trees());
    EndedMarks marks = new EndedMarks(state);
    this.ledger = new Ledger(state, marks);
    this.transactions = new Transactions(state, planner, changes, ledger, marks);
    this.tables = new Tables(state, self);
    this.indexFeed = new IndexFeed(state, changes);
    this.maintenance = new Maintenance(state, planner, changes);
  }

  /**
   * A state machine over what {@code engine} holds.
   *
   * @param view a view of the engine's latest state
   */
  public static ShardStateMachine load(StorageEngine engine, ReadView view, ShardId self) {
    ShardState state = new ShardState(Trees.of(engine), MetaRecords.cleanClose(engine.repairId()));
    ShardStateMachine machine = new ShardStateMachine(state, self);
    machine.loadCatalog(view);
    machine.loadStatistics(view);
    MetaKeys.forEach(
        view,
        state.trees(),
        MetaKeys.PREPARED,
        (key, value) ->
            state.lock(new TransactionId(MetaKeys.idOf(key)), MetaRecords.prepared(value)));
    MetaKeys.forEach(
        view,
        state.trees(),
        MetaKeys.LEDGER,
        (key, value) ->
            state.ledger().put(new TransactionId(MetaKeys.idOf(key)), MetaRecords.ledger(value)));
    MetaKeys.forEach(
        view,
        state.trees(),
        MetaKeys.JOB,
        (key, value) ->
            state.jobs().put(MetaKeys.idOf(key), MaintenanceJob.decode(MetaKeys.idOf(key), value)));
    byte[] mark = view.get(state.trees().meta(), MetaKeys.CLOCK_MARK);
    state.clockMarkMillis(mark == null ? 0 : MetaRecords.clockMark(mark));
    return machine;
  }

  private void loadCatalog(ReadView view) {
    List<TableSchema> schemas = new ArrayList<>();
    MetaKeys.forEach(
        view,
        state.trees(),
        MetaKeys.SCHEMA,
        (key, value) -> schemas.add(MetaRecords.schema(value)));
    List<ShardCatalog.Hosted> hosted = new ArrayList<>();
    MetaKeys.forEach(
        view,
        state.trees(),
        MetaKeys.PARTITION,
        (key, value) -> {
          Partition partition = MetaRecords.partition(value);
          hosted.add(new ShardCatalog.Hosted(partition, new PartitionCounts()));
        });
    ShardCatalog catalog = ShardCatalog.EMPTY;
    for (TableSchema schema : schemas) {
      catalog = catalog.withTable(schema);
    }
    state.catalog(catalog.withPartitions(hosted));
  }

  /**
   * Figures are exact after a clean close and without a repair since; otherwise they are counted
   * again in the background.
   */
  private void loadStatistics(ReadView view) {
    var meta = state.trees().meta();
    boolean exact = Arrays.equals(view.get(meta, MetaKeys.CLEAN_CLOSE), state.cleanClose());
    for (ShardCatalog.Hosted hosted : state.catalog().partitions()) {
      byte[] value = view.get(meta, MetaKeys.statistics(hosted.partition().id()));
      if (exact && value != null) {
        hosted.counts().load(value);
      } else {
        hosted.counts().startRecount(Tables.lowest(hosted.partition()));
      }
    }
  }

  /**
   * Decides {@code command}.
   *
   * @param now later than every timestamp given to this shard before
   * @param latest the state that includes every batch evaluated before
   */
  public Evaluation evaluate(Command command, Hlc now, ReadView latest) {
    Evaluation evaluation = new Evaluation(now, latest);
    evaluation.result(decide(evaluation, command));
    if (!evaluation.batch().isEmpty() && now.physicalMillis() >= state.clockMarkMillis()) {
      long mark = now.physicalMillis() + CLOCK_RESERVE_MILLIS;
      evaluation
          .batch()
          .put(state.trees().meta(), MetaKeys.CLOCK_MARK, MetaRecords.clockMark(mark));
      evaluation.onApply(() -> state.clockMarkMillis(mark));
    }
    return evaluation;
  }

  /** Makes the evaluation's effects in memory; once, after its batch has been logged. */
  public void apply(Evaluation evaluation) {
    evaluation.apply();
  }

  private CommandResult decide(Evaluation evaluation, Command command) {
    return switch (command) {
      case Command.WriteItem write -> write(evaluation, write);
      case Command.TransactLocal local -> transactions.transact(evaluation, local);
      case Command.PrepareTransaction prepare -> transactions.prepare(evaluation, prepare);
      case Command.CommitTransaction commit -> transactions.commit(evaluation, commit);
      case Command.AbortTransaction abort -> transactions.abort(evaluation, abort);
      case Command.BeginTransaction begin -> ledger.begin(evaluation, begin);
      case Command.RecordDecision decision -> ledger.decide(evaluation, decision);
      case Command.ForgetTransaction forget -> ledger.forget(evaluation, forget);
      case Command.TrimTransactions trim -> ledger.trim(evaluation, trim);
      case Command.ExpireItem expire -> maintenance.expire(evaluation, expire);
      case Command.InstallSchema install -> tables.install(evaluation, install);
      case Command.InstallPartitions install -> tables.install(evaluation, install);
      case Command.DropTable drop -> tables.drop(evaluation, drop);
      case Command.BackfillChunk chunk -> indexFeed.backfill(evaluation, chunk);
      case Command.ApplyIndexChanges apply -> indexFeed.apply(evaluation, apply);
      case Command.TrimChanges trim -> maintenance.trim(evaluation, trim);
      case Command.AdvanceMaintenance advance -> maintenance.advance(evaluation, advance);
      case Command.AdvanceRecount advance -> maintenance.recount(evaluation, advance);
    };
  }

  private CommandResult write(Evaluation evaluation, Command.WriteItem write) {
    CommandResult.Written repeated = state.requests().answerTo(write.requestId());
    if (repeated != null) {
      return repeated;
    }
    return switch (planner.plan(evaluation, write)) {
      case WritePlan.Stopped stopped -> stopped.outcome();
      case WritePlan.Ready ready -> {
        changes.apply(evaluation, ready, ChangeRecord.Origin.USER);
        CommandResult.Written written = ready.written(evaluation.now, write.wantImages());
        RequestId request = write.requestId();
        if (request != null) {
          evaluation.onApply(() -> state.requests().remember(request, written));
        }
        yield written;
      }
    };
  }

  /** Removes the mark that says the figures on disk are exact; logged before anything else. */
  Evaluation evaluateOpen(Hlc now, ReadView latest) {
    Evaluation evaluation = new Evaluation(now, latest);
    evaluation.result(new CommandResult.Done());
    if (latest.get(state.trees().meta(), MetaKeys.CLEAN_CLOSE) != null) {
      evaluation.batch().delete(state.trees().meta(), MetaKeys.CLEAN_CLOSE);
    }
    return evaluation;
  }

  /** Writes the figures down, and that they are exact when they are. Nothing may follow. */
  Evaluation evaluateClose(Hlc now, ReadView latest) {
    Evaluation evaluation = new Evaluation(now, latest);
    evaluation.result(new CommandResult.Done());
    var meta = state.trees().meta();
    for (ShardCatalog.Hosted hosted : state.catalog().partitions()) {
      byte[] key = MetaKeys.statistics(hosted.partition().id());
      if (hosted.counts().countedUpTo() == null) {
        evaluation.batch().put(meta, key, hosted.counts().encode());
      } else {
        evaluation.batch().delete(meta, key);
      }
    }
    evaluation.batch().put(meta, MetaKeys.CLEAN_CLOSE, state.cleanClose());
    return evaluation;
  }

  ShardCatalog catalog() {
    return state.catalog();
  }

  Trees trees() {
    return state.trees();
  }

  /** Safe on any thread. */
  int rememberedRequests() {
    return state.requests().size();
  }

  long clockMarkMillis() {
    return state.clockMarkMillis();
  }

  void forEachPrepared(Consumer<PreparedTransaction> consumer) {
    state
        .prepared()
        .forEach(
            (id, part) ->
                consumer.accept(
                    new PreparedTransaction(
                        id, part.ledger(), part.preparedMillis(), part.items().size())));
  }

  /** Ledger records not forgotten yet, oldest transaction first. */
  List<LedgerEntry> ledgerEntries() {
    List<LedgerEntry> entries = new ArrayList<>(state.ledger().size());
    state
        .ledger()
        .forEach(
            (id, record) ->
                entries.add(
                    new LedgerEntry(
                        id,
                        record.startedMillis(),
                        Optional.ofNullable(record.decision()),
                        record.participants())));
    return entries;
  }
}
