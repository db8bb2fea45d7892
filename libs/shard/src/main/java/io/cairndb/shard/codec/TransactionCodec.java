package io.cairndb.shard.codec;

import io.cairndb.item.Bytes;
import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.UnsupportedMessageException;
import io.cairndb.shard.transact.ItemTransactions;
import io.cairndb.shard.transact.ItemTransactions.ReadOutcome;
import io.cairndb.shard.transact.ItemTransactions.WriteOutcome;

/**
 * What is asked of a coordinator of transactions and what it answers, as bytes; the rules are those
 * of {@link ShardCodec}. Stateless and thread-safe.
 */
public final class TransactionCodec {
  private static final int COMMITTED = 1;
  private static final int CANCELLED = 2;
  private static final int TOKEN_IN_PROGRESS = 3;
  private static final int TOKEN_MISMATCH = 4;
  private static final int WRITE_REFUSED = 5;
  private static final int WRITE_UNKNOWN = 6;

  private static final int SNAPSHOT = 1;
  private static final int CONFLICT = 2;
  private static final int READ_REFUSED = 3;
  private static final int READ_UNKNOWN = 4;

  private static final int EXPECTED = 512;

  private TransactionCodec() {}

  public static Bytes encode(ItemTransactions.WriteRequest request) {
    return new MessageWriter(EXPECTED)
        .struct(
            request,
            (out, value) ->
                out.list(value.actions(), TransactionCodec::writeAction)
                    .optional(value.token(), ActionFields::writeToken))
        .toBytes();
  }

  public static ItemTransactions.WriteRequest decodeWriteRequest(Bytes message) {
    return MessageReader.read(
        "transaction",
        message,
        in ->
            in.struct(
                fields ->
                    new ItemTransactions.WriteRequest(
                        fields.list(TransactionCodec::readAction),
                        fields.optional(ActionFields::readToken))));
  }

  public static Bytes encode(ItemTransactions.ReadRequest request) {
    return new MessageWriter(EXPECTED)
        .struct(request, (out, value) -> out.list(value.places(), TransactionCodec::writePlace))
        .toBytes();
  }

  public static ItemTransactions.ReadRequest decodeReadRequest(Bytes message) {
    return MessageReader.read(
        "transactional read",
        message,
        in ->
            in.struct(
                fields ->
                    new ItemTransactions.ReadRequest(fields.list(TransactionCodec::readPlace))));
  }

  public static Bytes encode(WriteOutcome outcome) {
    MessageWriter out = new MessageWriter(EXPECTED);
    switch (outcome) {
      case WriteOutcome.Committed committed ->
          out.union(
              COMMITTED,
              committed,
              (fields, value) ->
                  fields.list(value.writes(), ResponseFields::writeWritten).flag(value.repeated()));
      case WriteOutcome.Cancelled cancelled ->
          out.union(
              CANCELLED,
              cancelled,
              (fields, value) -> fields.list(value.reasons(), ResponseFields::writeReason));
      case WriteOutcome.TokenInProgress ignored -> out.union(TOKEN_IN_PROGRESS);
      case WriteOutcome.TokenMismatch ignored -> out.union(TOKEN_MISMATCH);
      case WriteOutcome.Refused refused ->
          out.union(WRITE_REFUSED, refused.refusal(), ResponseFields::writeRefusal);
      case WriteOutcome.Unknown unknown ->
          out.union(WRITE_UNKNOWN, unknown.reason(), MessageWriter::text);
    }
    return out.toBytes();
  }

  public static WriteOutcome decodeWriteOutcome(Bytes message) {
    return MessageReader.read(
        "transaction outcome", message, in -> in.union(TransactionCodec::writeOutcome));
  }

  private static WriteOutcome writeOutcome(int kind, MessageReader in) {
    return switch (kind) {
      case COMMITTED -> new WriteOutcome.Committed(in.list(ResponseFields::readWritten), in.flag());
      case CANCELLED -> new WriteOutcome.Cancelled(in.list(ResponseFields::readReason));
      case TOKEN_IN_PROGRESS -> new WriteOutcome.TokenInProgress();
      case TOKEN_MISMATCH -> new WriteOutcome.TokenMismatch();
      case WRITE_REFUSED -> new WriteOutcome.Refused(ResponseFields.readRefusal(in));
      case WRITE_UNKNOWN -> new WriteOutcome.Unknown(in.text());
      default -> throw new UnsupportedMessageException("transaction outcome", kind);
    };
  }

  public static Bytes encode(ReadOutcome outcome) {
    MessageWriter out = new MessageWriter(EXPECTED);
    switch (outcome) {
      case ReadOutcome.Snapshot snapshot ->
          out.union(
              SNAPSHOT,
              snapshot,
              (fields, value) ->
                  fields.list(
                      value.items(), (each, item) -> each.optional(item, MessageWriter::item)));
      case ReadOutcome.Conflict conflict ->
          out.union(
              CONFLICT,
              conflict,
              (fields, value) -> fields.list(value.held(), MessageWriter::flag));
      case ReadOutcome.Refused refused ->
          out.union(READ_REFUSED, refused.refusal(), ResponseFields::writeRefusal);
      case ReadOutcome.Unknown unknown ->
          out.union(READ_UNKNOWN, unknown.reason(), MessageWriter::text);
    }
    return out.toBytes();
  }

  public static ReadOutcome decodeReadOutcome(Bytes message) {
    return MessageReader.read(
        "transactional read outcome", message, in -> in.union(TransactionCodec::readOutcome));
  }

  private static ReadOutcome readOutcome(int kind, MessageReader in) {
    return switch (kind) {
      case SNAPSHOT ->
          new ReadOutcome.Snapshot(in.list(each -> each.optional(MessageReader::item)));
      case CONFLICT -> new ReadOutcome.Conflict(in.list(MessageReader::flag));
      case READ_REFUSED -> new ReadOutcome.Refused(ResponseFields.readRefusal(in));
      case READ_UNKNOWN -> new ReadOutcome.Unknown(in.text());
      default -> throw new UnsupportedMessageException("transactional read outcome", kind);
    };
  }

  private static void writeAction(MessageWriter out, ItemTransactions.Action action) {
    out.struct(
        action,
        (fields, value) -> {
          fields.uuid(value.groupId()).uuid(value.tableId());
          PlaceFields.writeKey(fields, value.key());
          fields
              .optional(value.mutation(), ActionFields::writeMutation)
              .optional(value.condition(), ConditionFields::write)
              .flag(value.wantOldOnConditionFailure());
        });
  }

  private static ItemTransactions.Action readAction(MessageReader in) {
    return in.struct(
        fields ->
            new ItemTransactions.Action(
                fields.uuid(),
                fields.uuid(),
                PlaceFields.readKey(fields),
                fields.optional(ActionFields::readMutation),
                fields.optional(ConditionFields::read),
                fields.flag()));
  }

  private static void writePlace(MessageWriter out, ItemTransactions.Place place) {
    out.struct(
        place,
        (fields, value) -> {
          fields.uuid(value.groupId()).uuid(value.tableId());
          PlaceFields.writeKey(fields, value.key());
        });
  }

  private static ItemTransactions.Place readPlace(MessageReader in) {
    return in.struct(
        fields ->
            new ItemTransactions.Place(fields.uuid(), fields.uuid(), PlaceFields.readKey(fields)));
  }
}
