package io.cairndb.shard.codec;

import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.SchemaFields;
import io.cairndb.message.format.UnsupportedMessageException;
import io.cairndb.shard.Command;
import io.cairndb.shard.ExpectedVersion;
import io.cairndb.shard.RequestId;
import io.cairndb.shard.TransactionId;
import io.cairndb.shard.TransactionOutcome;
import java.util.Collections;
import java.util.LinkedHashSet;

/** Commands as messages. Stateless. */
final class CommandFields {
  private static final int WRITE_ITEM = 1;
  private static final int TRANSACT_LOCAL = 2;
  private static final int PREPARE_TRANSACTION = 3;
  private static final int COMMIT_TRANSACTION = 4;
  private static final int ABORT_TRANSACTION = 5;
  private static final int BEGIN_TRANSACTION = 6;
  private static final int RECORD_DECISION = 7;
  private static final int FORGET_TRANSACTION = 8;
  private static final int TRIM_TRANSACTIONS = 9;
  private static final int EXPIRE_ITEM = 10;
  private static final int INSTALL_SCHEMA = 11;
  private static final int INSTALL_PARTITIONS = 12;
  private static final int DROP_TABLE = 13;
  private static final int BACKFILL_CHUNK = 14;
  private static final int APPLY_INDEX_CHANGES = 15;
  private static final int TRIM_CHANGES = 16;
  private static final int ADVANCE_MAINTENANCE = 17;
  private static final int ADVANCE_RECOUNT = 18;

  /** A kind of its own: who does not know it must refuse the write, not make it unasked. */
  private static final int WRITE_ITEM_EXPECTING = 19;

  private static final int EXPECT_ABSENT = 1;
  private static final int EXPECT_PRESENT = 2;
  private static final int EXPECT_EXACTLY = 3;

  private CommandFields() {}

  static void write(MessageWriter out, Command command) {
    switch (command) {
      case Command.WriteItem c when !(c.expected() instanceof ExpectedVersion.Any) ->
          out.union(WRITE_ITEM_EXPECTING, c, CommandFields::writeExpecting);
      case Command.WriteItem c -> out.union(WRITE_ITEM, c, CommandFields::writeItem);
      case Command.TransactLocal c -> out.union(TRANSACT_LOCAL, c, CommandFields::transactLocal);
      case Command.PrepareTransaction c ->
          out.union(PREPARE_TRANSACTION, c, CommandFields::prepare);
      case Command.CommitTransaction(TransactionId id) ->
          out.union(COMMIT_TRANSACTION, id, CommandFields::transaction);
      case Command.AbortTransaction(TransactionId id) ->
          out.union(ABORT_TRANSACTION, id, CommandFields::transaction);
      case Command.BeginTransaction c -> out.union(BEGIN_TRANSACTION, c, CommandFields::begin);
      case Command.RecordDecision c -> out.union(RECORD_DECISION, c, CommandFields::decision);
      case Command.ForgetTransaction(TransactionId id) ->
          out.union(FORGET_TRANSACTION, id, CommandFields::transaction);
      case Command.TrimTransactions c ->
          out.union(TRIM_TRANSACTIONS, c, CommandFields::trimTransactions);
      case Command.ExpireItem c -> out.union(EXPIRE_ITEM, c, CommandFields::expire);
      case Command.InstallSchema c -> out.union(INSTALL_SCHEMA, c, CommandFields::installSchema);
      case Command.InstallPartitions c ->
          out.union(INSTALL_PARTITIONS, c, CommandFields::installPartitions);
      case Command.DropTable c ->
          out.union(DROP_TABLE, c, (fields, value) -> fields.uuid(value.tableId()));
      case Command.BackfillChunk c -> out.union(BACKFILL_CHUNK, c, CommandFields::backfill);
      case Command.ApplyIndexChanges c ->
          out.union(APPLY_INDEX_CHANGES, c, CommandFields::applyIndexChanges);
      case Command.TrimChanges c -> out.union(TRIM_CHANGES, c, CommandFields::trimChanges);
      case Command.AdvanceMaintenance c ->
          out.union(ADVANCE_MAINTENANCE, c, (fields, value) -> fields.count(value.maxItems()));
      case Command.AdvanceRecount c ->
          out.union(ADVANCE_RECOUNT, c, (fields, value) -> fields.count(value.maxItems()));
    }
  }

  /** The command of a kind below {@link ReadFields#FIRST_KIND}. */
  static Command read(int kind, MessageReader in) {
    return switch (kind) {
      case WRITE_ITEM -> readWriteItem(in, ExpectedVersion.ANY);
      case WRITE_ITEM_EXPECTING -> readWriteItem(in, in.union(CommandFields::readExpected));
      case TRANSACT_LOCAL ->
          new Command.TransactLocal(
              in.list(ActionFields::readAction), in.optional(ActionFields::readToken));
      case PREPARE_TRANSACTION ->
          new Command.PrepareTransaction(
              readTransaction(in),
              in.hlc(),
              PlaceFields.readShard(in),
              in.list(ActionFields::readAction));
      case COMMIT_TRANSACTION -> new Command.CommitTransaction(readTransaction(in));
      case ABORT_TRANSACTION -> new Command.AbortTransaction(readTransaction(in));
      case BEGIN_TRANSACTION ->
          new Command.BeginTransaction(
              readTransaction(in),
              in.list(PlaceFields::readShard),
              in.optional(ActionFields::readToken));
      case RECORD_DECISION ->
          new Command.RecordDecision(readTransaction(in), in.constant(TransactionOutcome.values()));
      case FORGET_TRANSACTION -> new Command.ForgetTransaction(readTransaction(in));
      case TRIM_TRANSACTIONS ->
          new Command.TrimTransactions(in.nullable(MessageReader::bytes), in.count());
      case EXPIRE_ITEM -> new Command.ExpireItem(in.uuid(), in.bytes(), in.i64(), in.i64());
      case INSTALL_SCHEMA ->
          new Command.InstallSchema(
              SchemaFields.readSchema(in), in.list(PlaceFields::readPartition));
      case INSTALL_PARTITIONS -> new Command.InstallPartitions(in.list(PlaceFields::readPartition));
      case DROP_TABLE -> new Command.DropTable(in.uuid());
      case BACKFILL_CHUNK -> readBackfill(in);
      case APPLY_INDEX_CHANGES ->
          new Command.ApplyIndexChanges(
              PlaceFields.readRef(in),
              PlaceFields.readPartitionId(in),
              PlaceFields.readPosition(in),
              in.list(ActionFields::readIndexMutation));
      case TRIM_CHANGES ->
          new Command.TrimChanges(
              PlaceFields.readPartitionId(in),
              PlaceFields.readPosition(in),
              PlaceFields.readPosition(in),
              in.count());
      case ADVANCE_MAINTENANCE -> new Command.AdvanceMaintenance(in.count());
      case ADVANCE_RECOUNT -> new Command.AdvanceRecount(in.count());
      default -> throw new UnsupportedMessageException("command", kind);
    };
  }

  private static void writeItem(MessageWriter out, Command.WriteItem command) {
    PlaceFields.writeRef(out, command.partition());
    out.uuid(command.tableId());
    PlaceFields.writeKey(out, command.key());
    ActionFields.writeMutation(out, command.mutation());
    out.optional(command.condition(), ConditionFields::write)
        .flag(command.wantOldOnConditionFailure())
        .nullable(command.requestId(), (fields, id) -> fields.uuid(id.value()))
        .flag(!command.wantImages());
  }

  private static void writeExpecting(MessageWriter out, Command.WriteItem command) {
    switch (command.expected()) {
      case ExpectedVersion.Any ignored -> throw new IllegalStateException("nothing is expected");
      case ExpectedVersion.Absent ignored -> out.union(EXPECT_ABSENT);
      case ExpectedVersion.Present ignored -> out.union(EXPECT_PRESENT);
      case ExpectedVersion.Exactly exactly ->
          out.union(EXPECT_EXACTLY, exactly, (fields, value) -> fields.hlc(value.version()));
    }
    writeItem(out, command);
  }

  private static ExpectedVersion readExpected(int kind, MessageReader in) {
    return switch (kind) {
      case EXPECT_ABSENT -> new ExpectedVersion.Absent();
      case EXPECT_PRESENT -> new ExpectedVersion.Present();
      case EXPECT_EXACTLY -> new ExpectedVersion.Exactly(in.hlc());
      default -> throw new UnsupportedMessageException("expected version", kind);
    };
  }

  private static Command.WriteItem readWriteItem(MessageReader in, ExpectedVersion expected) {
    return new Command.WriteItem(
        PlaceFields.readRef(in),
        in.uuid(),
        PlaceFields.readKey(in),
        ActionFields.readMutation(in),
        in.optional(ConditionFields::read),
        in.flag(),
        in.nullable(fields -> new RequestId(fields.uuid())),
        expected,
        !in.flag());
  }

  private static void transactLocal(MessageWriter out, Command.TransactLocal command) {
    out.list(command.actions(), ActionFields::writeAction)
        .optional(command.token(), ActionFields::writeToken);
  }

  private static void prepare(MessageWriter out, Command.PrepareTransaction command) {
    transaction(out, command.transaction());
    out.hlc(command.timestamp());
    PlaceFields.writeShard(out, command.ledger());
    out.list(command.actions(), ActionFields::writeAction);
  }

  private static void begin(MessageWriter out, Command.BeginTransaction command) {
    transaction(out, command.transaction());
    out.list(command.participants(), PlaceFields::writeShard)
        .optional(command.token(), ActionFields::writeToken);
  }

  private static void decision(MessageWriter out, Command.RecordDecision command) {
    transaction(out, command.transaction());
    out.constant(command.outcome());
  }

  private static void trimTransactions(MessageWriter out, Command.TrimTransactions command) {
    out.nullable(command.from(), MessageWriter::bytes).count(command.maxRecords());
  }

  private static void expire(MessageWriter out, Command.ExpireItem command) {
    out.uuid(command.tableId())
        .bytes(command.engineKey())
        .i64(command.expirySeconds())
        .i64(command.asOfSeconds());
  }

  private static void installSchema(MessageWriter out, Command.InstallSchema command) {
    SchemaFields.writeSchema(out, command.schema());
    out.list(command.partitions(), PlaceFields::writePartition);
  }

  private static void installPartitions(MessageWriter out, Command.InstallPartitions command) {
    out.list(command.partitions(), PlaceFields::writePartition);
  }

  private static void backfill(MessageWriter out, Command.BackfillChunk command) {
    PlaceFields.writeRef(out, command.partition());
    out.list(command.indexIds().stream().sorted().toList(), MessageWriter::uuid)
        .nullable(command.fromKey(), MessageWriter::bytes)
        .count(command.maxItems());
  }

  private static Command.BackfillChunk readBackfill(MessageReader in) {
    return new Command.BackfillChunk(
        PlaceFields.readRef(in),
        Collections.unmodifiableSet(new LinkedHashSet<>(in.list(MessageReader::uuid))),
        in.nullable(MessageReader::bytes),
        in.count());
  }

  private static void applyIndexChanges(MessageWriter out, Command.ApplyIndexChanges command) {
    PlaceFields.writeRef(out, command.indexPartition());
    PlaceFields.writePartitionId(out, command.sourcePartition());
    PlaceFields.writePosition(out, command.upTo());
    out.list(command.mutations(), ActionFields::writeIndexMutation);
  }

  private static void trimChanges(MessageWriter out, Command.TrimChanges command) {
    PlaceFields.writePartitionId(out, command.partition());
    PlaceFields.writePosition(out, command.before());
    PlaceFields.writePosition(out, command.consumed());
    out.count(command.maxRecords());
  }

  static void transaction(MessageWriter out, TransactionId id) {
    out.uuid(id.value());
  }

  static TransactionId readTransaction(MessageReader in) {
    return new TransactionId(in.uuid());
  }
}
