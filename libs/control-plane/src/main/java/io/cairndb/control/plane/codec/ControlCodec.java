package io.cairndb.control.plane.codec;

import io.cairndb.control.plane.ControlCommand;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.TableStatistics;
import io.cairndb.control.plane.watch.CatalogUpdate;
import io.cairndb.item.Bytes;
import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.UnsupportedMessageException;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What is said to and by the control plane, as bytes; byte by byte in
 * docs/formats/control-messages.md. Every {@code decode} throws {@link
 * io.cairndb.message.format.MessageFormatException} for bytes that are not exactly one message of
 * its type, and nothing else. Stateless and thread-safe.
 */
public final class ControlCodec {
  private static final int CREATE_TABLE = 1;
  private static final int UPDATE_TABLE = 2;
  private static final int DELETE_TABLE = 3;
  private static final int SET_TIME_TO_LIVE = 4;
  private static final int ADD_TAGS = 5;
  private static final int REMOVE_TAGS = 6;
  private static final int SET_RESOURCE_POLICY = 7;

  private static final int SNAPSHOT = 1;
  private static final int APPENDED = 2;

  private static final int EXPECTED = 512;

  private ControlCodec() {}

  public static Bytes encode(ControlCommand command) {
    MessageWriter out = new MessageWriter(EXPECTED);
    switch (command) {
      case ControlCommand.CreateTable create ->
          out.union(
              CREATE_TABLE,
              create,
              (fields, value) -> DefinitionFields.writeDefinition(fields, value.definition()));
      case ControlCommand.UpdateTable update ->
          out.union(
              UPDATE_TABLE,
              update,
              (fields, value) -> {
                fields.text(value.tableName());
                DefinitionFields.writeChanges(fields, value.changes());
              });
      case ControlCommand.DeleteTable delete ->
          out.union(DELETE_TABLE, delete, (fields, value) -> fields.text(value.tableName()));
      case ControlCommand.SetTimeToLive set ->
          out.union(
              SET_TIME_TO_LIVE,
              set,
              (fields, value) ->
                  fields.text(value.tableName()).text(value.attribute()).flag(value.enabled()));
      case ControlCommand.AddTags add ->
          out.union(
              ADD_TAGS,
              add,
              (fields, value) ->
                  DefinitionFields.writeTags(fields.text(value.tableName()), value.tags()));
      case ControlCommand.RemoveTags remove ->
          out.union(
              REMOVE_TAGS,
              remove,
              (fields, value) ->
                  fields.text(value.tableName()).list(value.keys(), MessageWriter::text));
      case ControlCommand.SetResourcePolicy set ->
          out.union(
              SET_RESOURCE_POLICY,
              set,
              (fields, value) ->
                  fields
                      .text(value.tableName())
                      .optional(value.document(), MessageWriter::text)
                      .optional(value.expectedRevision(), MessageWriter::text));
    }
    return out.toBytes();
  }

  public static ControlCommand decodeCommand(Bytes message) {
    return MessageReader.read("control command", message, in -> in.union(ControlCodec::command));
  }

  private static ControlCommand command(int kind, MessageReader in) {
    return switch (kind) {
      case CREATE_TABLE -> new ControlCommand.CreateTable(DefinitionFields.readDefinition(in));
      case UPDATE_TABLE ->
          new ControlCommand.UpdateTable(in.text(), DefinitionFields.readChanges(in));
      case DELETE_TABLE -> new ControlCommand.DeleteTable(in.text());
      case SET_TIME_TO_LIVE -> new ControlCommand.SetTimeToLive(in.text(), in.text(), in.flag());
      case ADD_TAGS -> new ControlCommand.AddTags(in.text(), DefinitionFields.readTags(in));
      case REMOVE_TAGS -> new ControlCommand.RemoveTags(in.text(), in.list(MessageReader::text));
      case SET_RESOURCE_POLICY ->
          new ControlCommand.SetResourcePolicy(
              in.text(), in.optional(MessageReader::text), in.optional(MessageReader::text));
      default -> throw new UnsupportedMessageException("control command", kind);
    };
  }

  public static Bytes encode(ControlResult result) {
    MessageWriter out = new MessageWriter(EXPECTED);
    ResultFields.write(out, result);
    return out.toBytes();
  }

  public static ControlResult decodeResult(Bytes message) {
    return MessageReader.read("control result", message, in -> in.union(ResultFields::read));
  }

  public static Bytes encode(TableStatistics statistics) {
    return new MessageWriter(EXPECTED)
        .struct(
            statistics,
            (fields, value) -> {
              writeCounts(fields, value.table());
              fields.list(
                  new TreeMap<>(value.indexes()).entrySet(),
                  (each, index) ->
                      each.struct(
                          index,
                          (entry, counts) ->
                              writeCounts(entry.uuid(counts.getKey()), counts.getValue())));
            })
        .toBytes();
  }

  public static TableStatistics decodeStatistics(Bytes message) {
    return MessageReader.read(
        "table statistics",
        message,
        in ->
            in.struct(
                fields -> {
                  TableStatistics.Counts table = readCounts(fields);
                  Map<UUID, TableStatistics.Counts> indexes = new TreeMap<>();
                  fields
                      .list(
                          each -> each.struct(entry -> Map.entry(entry.uuid(), readCounts(entry))))
                      .forEach(entry -> indexes.put(entry.getKey(), entry.getValue()));
                  return new TableStatistics(table, indexes);
                }));
  }

  private static void writeCounts(MessageWriter out, TableStatistics.Counts counts) {
    out.struct(counts, (fields, value) -> fields.i64(value.items()).i64(value.bytes()));
  }

  private static TableStatistics.Counts readCounts(MessageReader in) {
    return in.struct(fields -> new TableStatistics.Counts(fields.i64(), fields.i64()));
  }

  public static Bytes encode(CatalogUpdate update) {
    MessageWriter out = new MessageWriter(EXPECTED);
    switch (update) {
      case CatalogUpdate.Snapshot snapshot ->
          out.union(
              SNAPSHOT,
              snapshot,
              (fields, value) -> {
                writePlace(fields, value.place());
                fields.list(value.records(), ResultFields::writeRecord);
              });
      case CatalogUpdate.Appended appended ->
          out.union(
              APPENDED,
              appended,
              (fields, value) -> {
                writePlace(fields, value.after());
                fields.list(value.records(), ResultFields::writeRecord);
              });
    }
    return out.toBytes();
  }

  public static CatalogUpdate decodeUpdate(Bytes message) {
    return MessageReader.read("catalog update", message, in -> in.union(ControlCodec::update));
  }

  private static CatalogUpdate update(int kind, MessageReader in) {
    return switch (kind) {
      case SNAPSHOT -> new CatalogUpdate.Snapshot(readPlace(in), in.list(ResultFields::readRecord));
      case APPENDED -> new CatalogUpdate.Appended(readPlace(in), in.list(ResultFields::readRecord));
      default -> throw new UnsupportedMessageException("catalog update", kind);
    };
  }

  private static void writePlace(MessageWriter out, CatalogUpdate.Place place) {
    out.struct(place, (fields, value) -> fields.uuid(value.log()).i64(value.position()));
  }

  private static CatalogUpdate.Place readPlace(MessageReader in) {
    return in.struct(fields -> new CatalogUpdate.Place(fields.uuid(), fields.i64()));
  }
}
