package io.cairndb.shard.codec;

import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.shard.LedgerEntry;
import io.cairndb.shard.PreparedTransaction;
import io.cairndb.shard.TransactionOutcome;

/** What shards hold of transactions, as parts of messages. Stateless. */
final class LedgerFields {
  private LedgerFields() {}

  static void writeEntry(MessageWriter out, LedgerEntry entry) {
    out.struct(
        entry,
        (fields, value) -> {
          CommandFields.transaction(fields, value.transaction());
          fields
              .i64(value.startedMillis())
              .optional(value.decision(), MessageWriter::constant)
              .list(value.participants(), PlaceFields::writeShard);
        });
  }

  static LedgerEntry readEntry(MessageReader in) {
    return in.struct(
        fields ->
            new LedgerEntry(
                CommandFields.readTransaction(fields),
                fields.i64(),
                fields.optional(decision -> decision.constant(TransactionOutcome.values())),
                fields.list(PlaceFields::readShard)));
  }

  static void writePrepared(MessageWriter out, PreparedTransaction prepared) {
    out.struct(
        prepared,
        (fields, value) -> {
          CommandFields.transaction(fields, value.transaction());
          PlaceFields.writeShard(fields, value.ledger());
          fields.i64(value.preparedMillis()).count(value.items());
        });
  }

  static PreparedTransaction readPrepared(MessageReader in) {
    return in.struct(
        fields ->
            new PreparedTransaction(
                CommandFields.readTransaction(fields),
                PlaceFields.readShard(fields),
                fields.i64(),
                fields.count()));
  }
}
