package io.cairndb.control.plane.codec;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.CapacityLimits;
import io.cairndb.control.plane.Encryption;
import io.cairndb.control.plane.ResourcePolicy;
import io.cairndb.control.plane.TableChanges;
import io.cairndb.control.plane.TableClass;
import io.cairndb.control.plane.TableDefinition;
import io.cairndb.control.plane.TableSettings;
import io.cairndb.control.plane.Throughput;
import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.SchemaFields;
import io.cairndb.message.format.UnsupportedMessageException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What commands carry about tables, as parts of messages. Stateless. */
final class DefinitionFields {
  private static final int CREATE_INDEX = 1;
  private static final int DELETE_INDEX = 2;
  private static final int UPDATE_INDEX = 3;

  private DefinitionFields() {}

  static void writeDefinition(MessageWriter out, TableDefinition definition) {
    out.struct(
        definition,
        (fields, value) -> {
          fields
              .text(value.name())
              .list(value.attributeDefinitions(), SchemaFields::writeAttribute);
          SchemaFields.writeKey(fields, value.key());
          fields
              .list(value.localIndexes(), DefinitionFields::writeIndex)
              .list(value.globalIndexes(), DefinitionFields::writeIndex)
              .optional(value.stream(), SchemaFields::writeView);
          writeSettings(fields, value.settings());
        });
  }

  static TableDefinition readDefinition(MessageReader in) {
    return in.struct(
        fields ->
            new TableDefinition(
                fields.text(),
                fields.list(SchemaFields::readAttribute),
                SchemaFields.readKey(fields),
                fields.list(DefinitionFields::readIndex),
                fields.list(DefinitionFields::readIndex),
                fields.optional(SchemaFields::readView),
                readSettings(fields)));
  }

  private static void writeIndex(MessageWriter out, TableDefinition.IndexDefinition index) {
    out.struct(
        index,
        (fields, value) -> {
          fields.text(value.name());
          SchemaFields.writeKey(fields, value.key());
          SchemaFields.writeProjection(fields, value.projection());
          writeThroughput(fields, value.throughput());
          writeLimits(fields, value.limits());
        });
  }

  private static TableDefinition.IndexDefinition readIndex(MessageReader in) {
    return in.struct(
        fields ->
            new TableDefinition.IndexDefinition(
                fields.text(),
                SchemaFields.readKey(fields),
                SchemaFields.readProjection(fields),
                readThroughput(fields),
                readLimits(fields)));
  }

  private static void writeSettings(MessageWriter out, TableSettings settings) {
    out.struct(
        settings,
        (fields, value) -> {
          fields.constant(value.billingMode()).i64(value.onDemandSinceMillis());
          writeThroughput(fields, value.throughput());
          writeLimits(fields, value.limits());
          fields
              .constant(value.tableClass())
              .flag(value.deletionProtection())
              .optional(value.encryption(), DefinitionFields::writeEncryption);
          writeTags(fields, value.tags());
          fields.optional(value.policy(), DefinitionFields::writePolicy);
        });
  }

  private static TableSettings readSettings(MessageReader in) {
    return in.struct(
        fields ->
            new TableSettings(
                fields.constant(BillingMode.values()),
                fields.i64(),
                readThroughput(fields),
                readLimits(fields),
                fields.constant(TableClass.values()),
                fields.flag(),
                fields.optional(DefinitionFields::readEncryption),
                readTags(fields),
                fields.optional(DefinitionFields::readPolicy)));
  }

  private static void writeEncryption(MessageWriter out, Encryption encryption) {
    out.struct(
        encryption, (fields, value) -> fields.optional(value.kmsKeyArn(), MessageWriter::text));
  }

  private static Encryption readEncryption(MessageReader in) {
    return in.struct(fields -> new Encryption(fields.optional(MessageReader::text)));
  }

  private static void writePolicy(MessageWriter out, ResourcePolicy policy) {
    out.struct(policy, (fields, value) -> fields.text(value.document()).text(value.revisionId()));
  }

  private static ResourcePolicy readPolicy(MessageReader in) {
    return in.struct(fields -> new ResourcePolicy(fields.text(), fields.text()));
  }

  static void writeTags(MessageWriter out, Map<String, String> tags) {
    out.list(
        tags.entrySet(),
        (each, tag) ->
            each.struct(
                tag, (fields, value) -> fields.text(value.getKey()).text(value.getValue())));
  }

  static Map<String, String> readTags(MessageReader in) {
    Map<String, String> tags = new LinkedHashMap<>();
    in.list(each -> each.struct(fields -> Map.entry(fields.text(), fields.text())))
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  private static void writeThroughput(MessageWriter out, Throughput throughput) {
    out.struct(
        throughput,
        (fields, value) ->
            fields
                .i64(value.readUnits())
                .i64(value.writeUnits())
                .i64(value.lastIncreaseMillis())
                .i64(value.lastDecreaseMillis())
                .count(value.decreasesToday()));
  }

  private static Throughput readThroughput(MessageReader in) {
    return in.struct(
        fields ->
            new Throughput(fields.i64(), fields.i64(), fields.i64(), fields.i64(), fields.count()));
  }

  private static void writeLimits(MessageWriter out, CapacityLimits limits) {
    out.struct(
        limits,
        (fields, value) ->
            fields
                .optional(value.onDemandMaximum(), DefinitionFields::writeUnits)
                .optional(value.warm(), DefinitionFields::writeUnits));
  }

  private static CapacityLimits readLimits(MessageReader in) {
    return in.struct(
        fields ->
            new CapacityLimits(
                fields.optional(DefinitionFields::readUnits),
                fields.optional(DefinitionFields::readUnits)));
  }

  private static void writeUnits(MessageWriter out, CapacityLimits.Units units) {
    out.struct(units, (fields, value) -> fields.i64(value.read()).i64(value.write()));
  }

  private static CapacityLimits.Units readUnits(MessageReader in) {
    return in.struct(fields -> new CapacityLimits.Units(fields.i64(), fields.i64()));
  }

  static void writeChanges(MessageWriter out, TableChanges changes) {
    out.struct(
        changes,
        (fields, value) -> {
          fields
              .list(value.attributeDefinitions(), SchemaFields::writeAttribute)
              .optional(value.billingMode(), MessageWriter::constant)
              .optional(value.throughput(), DefinitionFields::writeUnits);
          writeLimits(fields, value.limits());
          fields
              .optional(
                  value.stream(),
                  (stream, change) ->
                      stream.struct(
                          change, (f, view) -> f.optional(view.view(), SchemaFields::writeView)))
              .optional(value.deletionProtection(), MessageWriter::flag)
              .optional(value.tableClass(), MessageWriter::constant)
              .optional(
                  value.encryption(),
                  (encryption, change) ->
                      encryption.struct(
                          change,
                          (f, kind) ->
                              f.optional(kind.encryption(), DefinitionFields::writeEncryption)))
              .list(value.indexes(), DefinitionFields::writeIndexChange);
        });
  }

  static TableChanges readChanges(MessageReader in) {
    return in.struct(
        fields ->
            new TableChanges(
                fields.list(SchemaFields::readAttribute),
                fields.optional(mode -> mode.constant(BillingMode.values())),
                fields.optional(DefinitionFields::readUnits),
                readLimits(fields),
                fields.optional(
                    stream ->
                        stream.struct(
                            f ->
                                new TableChanges.StreamChange(f.optional(SchemaFields::readView)))),
                fields.optional(MessageReader::flag),
                fields.optional(tableClass -> tableClass.constant(TableClass.values())),
                fields.optional(
                    encryption ->
                        encryption.struct(
                            f ->
                                new TableChanges.EncryptionChange(
                                    f.optional(DefinitionFields::readEncryption)))),
                fields.list(DefinitionFields::readIndexChange)));
  }

  private static void writeIndexChange(MessageWriter out, TableChanges.IndexChange change) {
    switch (change) {
      case TableChanges.CreateIndex create ->
          out.union(
              CREATE_INDEX, create, (fields, value) -> writeIndex(fields, value.definition()));
      case TableChanges.DeleteIndex delete ->
          out.union(DELETE_INDEX, delete, (fields, value) -> fields.text(value.indexName()));
      case TableChanges.UpdateIndex update ->
          out.union(
              UPDATE_INDEX,
              update,
              (fields, value) -> {
                fields
                    .text(value.indexName())
                    .optional(value.throughput(), DefinitionFields::writeUnits);
                writeLimits(fields, value.limits());
              });
    }
  }

  private static TableChanges.IndexChange readIndexChange(MessageReader in) {
    return in.union(
        (kind, fields) ->
            switch (kind) {
              case CREATE_INDEX -> new TableChanges.CreateIndex(readIndex(fields));
              case DELETE_INDEX -> new TableChanges.DeleteIndex(fields.text());
              case UPDATE_INDEX ->
                  new TableChanges.UpdateIndex(
                      fields.text(),
                      fields.optional(DefinitionFields::readUnits),
                      readLimits(fields));
              default -> throw new UnsupportedMessageException("index change", kind);
            });
  }
}
