package io.cairndb.shard.codec;

import io.cairndb.expressions.UpdateAction;
import io.cairndb.expressions.UpdateProgram;
import io.cairndb.expressions.UpdateValue;
import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.UnsupportedMessageException;

/** Update programs as parts of messages. Stateless. */
final class UpdateFields {
  private static final int SET = 1;
  private static final int REMOVE = 2;
  private static final int ADD = 3;
  private static final int DELETE = 4;

  private static final int ATTRIBUTE = 1;
  private static final int CONSTANT = 2;
  private static final int IF_NOT_EXISTS = 3;
  private static final int LIST_APPEND = 4;
  private static final int PLUS = 5;
  private static final int MINUS = 6;

  private UpdateFields() {}

  static void write(MessageWriter out, UpdateProgram program) {
    out.struct(
        program,
        (fields, value) ->
            fields.constant(value.dialect()).list(value.actions(), UpdateFields::writeAction));
  }

  static UpdateProgram read(MessageReader in) {
    return in.struct(
        fields -> {
          UpdateProgram.Dialect dialect = fields.constant(UpdateProgram.Dialect.values());
          return new UpdateProgram(fields.list(UpdateFields::readAction), dialect);
        });
  }

  private static void writeAction(MessageWriter out, UpdateAction action) {
    switch (action) {
      case UpdateAction.Set set ->
          out.union(
              SET,
              set,
              (fields, value) -> {
                ConditionFields.writePath(fields, value.path());
                writeValue(fields, value.value());
              });
      case UpdateAction.Remove remove ->
          out.union(
              REMOVE, remove, (fields, value) -> ConditionFields.writePath(fields, value.path()));
      case UpdateAction.Add add ->
          out.union(
              ADD,
              add,
              (fields, value) -> {
                ConditionFields.writePath(fields, value.path());
                fields.value(value.value());
              });
      case UpdateAction.Delete delete ->
          out.union(
              DELETE,
              delete,
              (fields, value) -> {
                ConditionFields.writePath(fields, value.path());
                fields.value(value.value());
              });
    }
  }

  private static UpdateAction readAction(MessageReader in) {
    return in.union(
        (kind, fields) ->
            switch (kind) {
              case SET -> new UpdateAction.Set(ConditionFields.readPath(fields), readValue(fields));
              case REMOVE -> new UpdateAction.Remove(ConditionFields.readPath(fields));
              case ADD -> new UpdateAction.Add(ConditionFields.readPath(fields), fields.value());
              case DELETE ->
                  new UpdateAction.Delete(ConditionFields.readPath(fields), fields.value());
              default -> throw new UnsupportedMessageException("update action", kind);
            });
  }

  private static void writeValue(MessageWriter out, UpdateValue update) {
    switch (update) {
      case UpdateValue.Attribute attribute ->
          out.union(
              ATTRIBUTE,
              attribute,
              (fields, value) -> ConditionFields.writePath(fields, value.path()));
      case UpdateValue.Constant constant ->
          out.union(CONSTANT, constant, (fields, value) -> fields.value(value.value()));
      case UpdateValue.IfNotExists choice ->
          out.union(
              IF_NOT_EXISTS,
              choice,
              (fields, value) -> {
                ConditionFields.writePath(fields, value.path());
                writeValue(fields, value.fallback());
              });
      case UpdateValue.ListAppend append ->
          out.union(
              LIST_APPEND,
              append,
              (fields, value) -> writeValues(fields, value.first(), value.second()));
      case UpdateValue.Plus plus ->
          out.union(
              PLUS, plus, (fields, value) -> writeValues(fields, value.left(), value.right()));
      case UpdateValue.Minus minus ->
          out.union(
              MINUS, minus, (fields, value) -> writeValues(fields, value.left(), value.right()));
    }
  }

  private static void writeValues(MessageWriter out, UpdateValue first, UpdateValue second) {
    writeValue(out, first);
    writeValue(out, second);
  }

  private static UpdateValue readValue(MessageReader in) {
    return in.union(
        (kind, fields) ->
            switch (kind) {
              case ATTRIBUTE -> new UpdateValue.Attribute(ConditionFields.readPath(fields));
              case CONSTANT -> new UpdateValue.Constant(fields.value());
              case IF_NOT_EXISTS ->
                  new UpdateValue.IfNotExists(ConditionFields.readPath(fields), readValue(fields));
              case LIST_APPEND -> new UpdateValue.ListAppend(readValue(fields), readValue(fields));
              case PLUS -> new UpdateValue.Plus(readValue(fields), readValue(fields));
              case MINUS -> new UpdateValue.Minus(readValue(fields), readValue(fields));
              default -> throw new UnsupportedMessageException("update value", kind);
            });
  }
}
