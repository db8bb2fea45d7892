package io.cairndb.shard.codec;

import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.UnsupportedMessageException;
import io.cairndb.shard.IdempotencyToken;
import io.cairndb.shard.IndexMutation;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.TransactAction;

/** What is done to one item, as part of messages. Stateless. */
final class ActionFields {
  private static final int PUT = 1;
  private static final int DELETE = 2;
  private static final int UPDATE = 3;

  private ActionFields() {}

  static void writeMutation(MessageWriter out, Mutation mutation) {
    switch (mutation) {
      case Mutation.Put put -> out.union(PUT, put, (fields, value) -> fields.item(value.item()));
      case Mutation.Delete ignored -> out.union(DELETE);
      case Mutation.Update update ->
          out.union(
              UPDATE,
              update,
              (fields, value) -> {
                UpdateFields.write(fields, value.program());
                fields.item(value.key());
              });
    }
  }

  static Mutation readMutation(MessageReader in) {
    return in.union(
        (kind, fields) ->
            switch (kind) {
              case PUT -> new Mutation.Put(fields.itemToStore());
              case DELETE -> new Mutation.Delete();
              case UPDATE -> new Mutation.Update(UpdateFields.read(fields), fields.itemToStore());
              default -> throw new UnsupportedMessageException("mutation", kind);
            });
  }

  static void writeAction(MessageWriter out, TransactAction action) {
    out.struct(
        action,
        (fields, value) -> {
          PlaceFields.writeRef(fields, value.partition());
          fields.uuid(value.tableId());
          PlaceFields.writeKey(fields, value.key());
          fields
              .optional(value.mutation(), ActionFields::writeMutation)
              .optional(value.condition(), ConditionFields::write)
              .flag(value.wantOldOnConditionFailure());
        });
  }

  static TransactAction readAction(MessageReader in) {
    return in.struct(
        fields ->
            new TransactAction(
                PlaceFields.readRef(fields),
                fields.uuid(),
                PlaceFields.readKey(fields),
                fields.optional(ActionFields::readMutation),
                fields.optional(ConditionFields::read),
                fields.flag()));
  }

  static void writeToken(MessageWriter out, IdempotencyToken token) {
    out.struct(token, (fields, value) -> fields.text(value.token()).bytes(value.requestHash()));
  }

  static IdempotencyToken readToken(MessageReader in) {
    return in.struct(fields -> new IdempotencyToken(fields.text(), fields.slice()));
  }

  static void writeIndexMutation(MessageWriter out, IndexMutation mutation) {
    out.struct(
        mutation,
        (fields, value) -> {
          PlaceFields.writePosition(fields, value.position());
          fields.bytes(value.key()).nullable(value.entry(), MessageWriter::item);
        });
  }

  static IndexMutation readIndexMutation(MessageReader in) {
    return in.struct(
        fields ->
            new IndexMutation(
                PlaceFields.readPosition(fields),
                fields.bytes(),
                fields.nullable(MessageReader::itemToStore)));
  }
}
