package io.cairndb.shard.codec;

import io.cairndb.item.Item;
import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.UnsupportedMessageException;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.Refusal;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.TransactionOutcome;
import org.jspecify.annotations.Nullable;

/** Answers as messages. Stateless. */
final class ResponseFields {
  private static final int WRITTEN = 1;
  private static final int CONDITION_FAILED = 2;
  private static final int REJECTED = 3;
  private static final int TRANSACTION_CONFLICT = 4;
  private static final int TRANSACTED = 5;
  private static final int TRANSACTION_REFUSED = 6;
  private static final int TOKEN_IN_PROGRESS = 7;
  private static final int TOKEN_MISMATCH = 8;
  private static final int PREPARED = 9;
  private static final int TRANSACTION_ENDED = 10;
  private static final int LEDGER_STATE = 11;
  private static final int DONE = 12;
  private static final int PROGRESS = 13;
  private static final int INDEX_APPLIED = 14;
  private static final int UNKNOWN_OUTCOME = 15;
  private static final int VERSION_MISMATCH = 16;
  private static final int WRONG_PARTITION = 48;
  private static final int TABLE_GONE = 49;
  private static final int OVERLOADED = 50;
  private static final int UNAVAILABLE = 51;
  private static final int ITEM_READ = 64;
  private static final int ITEMS_READ = 65;
  private static final int RANGE_PAGE = 66;

  private ResponseFields() {}

  static void write(MessageWriter out, ShardResponse response) {
    switch (response) {
      case CommandResult.Outcome outcome -> writeOutcome(out, outcome);
      case Refusal refusal -> writeRefusal(out, refusal);
      case ReadResult.ItemRead read -> out.union(ITEM_READ, read, ResponseFields::itemRead);
      case ReadResult.ItemsRead reads ->
          out.union(
              ITEMS_READ,
              reads,
              (fields, value) ->
                  fields.list(
                      value.items(), (each, item) -> each.struct(item, ResponseFields::itemRead)));
      case ReadResult.RangePage page -> out.union(RANGE_PAGE, page, ResponseFields::rangePage);
    }
  }

  private static void writeOutcome(MessageWriter out, CommandResult.Outcome outcome) {
    switch (outcome) {
      case CommandResult.Written r -> out.union(WRITTEN, r, ResponseFields::written);
      case CommandResult.ConditionFailed r ->
          out.union(CONDITION_FAILED, r, (fields, value) -> nullableItem(fields, value.item()));
      case CommandResult.VersionMismatch r ->
          out.union(
              VERSION_MISMATCH,
              r,
              (fields, value) -> fields.nullable(value.current(), MessageWriter::hlc));
      case CommandResult.Rejected r ->
          out.union(REJECTED, r, (fields, value) -> fields.text(value.message()));
      case CommandResult.TransactionConflict ignored -> out.union(TRANSACTION_CONFLICT);
      case CommandResult.Transacted r -> out.union(TRANSACTED, r, ResponseFields::transacted);
      case CommandResult.TransactionRefused r ->
          out.union(
              TRANSACTION_REFUSED,
              r,
              (fields, value) -> fields.list(value.reasons(), ResponseFields::writeReason));
      case CommandResult.TokenInProgress ignored -> out.union(TOKEN_IN_PROGRESS);
      case CommandResult.TokenMismatch ignored -> out.union(TOKEN_MISMATCH);
      case CommandResult.Prepared r ->
          out.union(
              PREPARED,
              r,
              (fields, value) -> fields.list(value.outcomes(), ResponseFields::writeWritten));
      case CommandResult.TransactionEnded r ->
          out.union(TRANSACTION_ENDED, r, (fields, value) -> fields.constant(value.outcome()));
      case CommandResult.LedgerState r -> out.union(LEDGER_STATE, r, ResponseFields::ledgerState);
      case CommandResult.Done ignored -> out.union(DONE);
      case CommandResult.Progress r ->
          out.union(
              PROGRESS,
              r,
              (fields, value) ->
                  fields.nullable(value.next(), MessageWriter::bytes).count(value.items()));
      case CommandResult.IndexApplied r ->
          out.union(
              INDEX_APPLIED, r, (fields, value) -> PlaceFields.writePosition(fields, value.upTo()));
      case CommandResult.UnknownOutcome r ->
          out.union(UNKNOWN_OUTCOME, r, (fields, value) -> fields.text(value.reason()));
    }
  }

  static void writeRefusal(MessageWriter out, Refusal refusal) {
    switch (refusal) {
      case Refusal.WrongPartition wrong ->
          out.union(
              WRONG_PARTITION,
              wrong,
              (fields, value) -> fields.nullable(value.current(), PlaceFields::writePartition));
      case Refusal.TableGone gone ->
          out.union(TABLE_GONE, gone, (fields, value) -> fields.uuid(value.tableId()));
      case Refusal.Overloaded ignored -> out.union(OVERLOADED);
      case Refusal.Unavailable unavailable ->
          out.union(UNAVAILABLE, unavailable, (fields, value) -> fields.text(value.reason()));
    }
  }

  static ShardResponse read(int kind, MessageReader in) {
    return switch (kind) {
      case WRITTEN -> written(in);
      case CONDITION_FAILED -> new CommandResult.ConditionFailed(in.nullable(MessageReader::item));
      case VERSION_MISMATCH -> new CommandResult.VersionMismatch(in.nullable(MessageReader::hlc));
      case REJECTED -> new CommandResult.Rejected(in.text());
      case TRANSACTION_CONFLICT -> new CommandResult.TransactionConflict();
      case TRANSACTED ->
          new CommandResult.Transacted(in.list(ResponseFields::readWritten), in.flag());
      case TRANSACTION_REFUSED ->
          new CommandResult.TransactionRefused(in.list(ResponseFields::readReason));
      case TOKEN_IN_PROGRESS -> new CommandResult.TokenInProgress();
      case TOKEN_MISMATCH -> new CommandResult.TokenMismatch();
      case PREPARED -> new CommandResult.Prepared(in.list(ResponseFields::readWritten));
      case TRANSACTION_ENDED -> new CommandResult.TransactionEnded(readOutcome(in));
      case LEDGER_STATE ->
          new CommandResult.LedgerState(
              CommandFields.readTransaction(in), in.nullable(ResponseFields::readOutcome));
      case DONE -> new CommandResult.Done();
      case PROGRESS -> new CommandResult.Progress(in.nullable(MessageReader::bytes), in.count());
      case INDEX_APPLIED -> new CommandResult.IndexApplied(PlaceFields.readPosition(in));
      case UNKNOWN_OUTCOME -> new CommandResult.UnknownOutcome(in.text());
      case ITEM_READ -> readItem(in);
      case ITEMS_READ ->
          new ReadResult.ItemsRead(in.list(one -> one.struct(ResponseFields::readItem)));
      case RANGE_PAGE -> readPage(in);
      default -> refusal(kind, in);
    };
  }

  static Refusal readRefusal(MessageReader in) {
    return in.union(ResponseFields::refusal);
  }

  private static Refusal refusal(int kind, MessageReader in) {
    return switch (kind) {
      case WRONG_PARTITION -> new Refusal.WrongPartition(in.nullable(PlaceFields::readPartition));
      case TABLE_GONE -> new Refusal.TableGone(in.uuid());
      case OVERLOADED -> new Refusal.Overloaded();
      case UNAVAILABLE -> new Refusal.Unavailable(in.text());
      default -> throw new UnsupportedMessageException("response", kind);
    };
  }

  static void writeWritten(MessageWriter out, CommandResult.Written written) {
    out.struct(written, ResponseFields::written);
  }

  static CommandResult.Written readWritten(MessageReader in) {
    return in.struct(ResponseFields::written);
  }

  static void writeReason(MessageWriter out, CommandResult.Reason reason) {
    out.struct(
        reason,
        (fields, value) -> {
          fields.constant(value.code()).nullable(value.message(), MessageWriter::text);
          nullableItem(fields, value.item());
        });
  }

  static CommandResult.Reason readReason(MessageReader in) {
    return in.struct(
        fields ->
            new CommandResult.Reason(
                fields.constant(CommandResult.Reason.Code.values()),
                fields.nullable(MessageReader::text),
                fields.nullable(MessageReader::item)));
  }

  private static void written(MessageWriter out, CommandResult.Written written) {
    nullableItem(out, written.oldItem());
    nullableItem(out, written.newItem());
    out.list(written.touched(), ConditionFields::writePath)
        .nullable(written.version(), MessageWriter::hlc);
  }

  private static CommandResult.Written written(MessageReader in) {
    return new CommandResult.Written(
        in.nullable(MessageReader::item),
        in.nullable(MessageReader::item),
        in.list(ConditionFields::readPath),
        in.nullable(MessageReader::hlc));
  }

  private static void transacted(MessageWriter out, CommandResult.Transacted transacted) {
    out.list(transacted.outcomes(), ResponseFields::writeWritten).flag(transacted.repeated());
  }

  private static void ledgerState(MessageWriter out, CommandResult.LedgerState state) {
    CommandFields.transaction(out, state.transaction());
    out.nullable(state.decision(), MessageWriter::constant);
  }

  private static TransactionOutcome readOutcome(MessageReader in) {
    return in.constant(TransactionOutcome.values());
  }

  private static void itemRead(MessageWriter out, ReadResult.ItemRead read) {
    nullableItem(out, read.item());
    out.nullable(read.version(), MessageWriter::hlc).flag(read.writePending());
  }

  private static ReadResult.ItemRead readItem(MessageReader in) {
    return new ReadResult.ItemRead(
        in.nullable(MessageReader::item), in.nullable(MessageReader::hlc), in.flag());
  }

  private static void rangePage(MessageWriter out, ReadResult.RangePage page) {
    out.list(page.items(), MessageWriter::item)
        .count(page.count())
        .count(page.scannedCount())
        .i64(page.scannedBytes())
        .i64(page.fetchedBlocks());
    nullableItem(out, page.lastEvaluatedKey());
  }

  private static ReadResult.RangePage readPage(MessageReader in) {
    return new ReadResult.RangePage(
        in.list(MessageReader::item),
        in.count(),
        in.count(),
        in.i64(),
        in.i64(),
        in.nullable(MessageReader::item));
  }

  private static void nullableItem(MessageWriter out, @Nullable Item item) {
    out.nullable(item, MessageWriter::item);
  }
}
