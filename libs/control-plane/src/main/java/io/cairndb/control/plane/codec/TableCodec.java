package io.cairndb.control.plane.codec;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.CapacityLimits;
import io.cairndb.control.plane.Encryption;
import io.cairndb.control.plane.GlobalIndex;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.ResourcePolicy;
import io.cairndb.control.plane.StreamStatus;
import io.cairndb.control.plane.TableClass;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableSettings;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.TableStream;
import io.cairndb.control.plane.Throughput;
import io.cairndb.control.plane.TimeToLive;
import io.cairndb.control.plane.TtlStatus;
import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.StreamView;
import io.cairndb.item.schema.TableSchema;
import java.util.LinkedHashMap;
import java.util.Map;

/** Table descriptors as fields. */
final class TableCodec {
  private TableCodec() {}

  static void write(FieldWriter out, TableDescriptor table) {
    writeSchema(out, table.schema());
    out.list(table.attributeDefinitions(), attribute -> writeAttribute(out, attribute));
    out.constant(table.status());
    out.i64(table.createdMillis());
    writeSettings(out, table.settings());
    out.list(table.globalIndexes(), index -> writeGlobalIndex(out, index));
    out.list(table.streams(), stream -> writeStream(out, stream));
    out.constant(table.timeToLive().status());
    out.optional(table.timeToLive().attribute(), out::text);
  }

  static TableDescriptor read(FieldReader in) {
    return new TableDescriptor(
        readSchema(in),
        in.list(() -> readAttribute(in)),
        in.constant(TableStatus.class),
        in.i64(),
        readSettings(in),
        in.list(() -> readGlobalIndex(in)),
        in.list(() -> readStream(in)),
        new TimeToLive(in.constant(TtlStatus.class), in.optional(in::text)));
  }

  static void writeSchema(FieldWriter out, TableSchema schema) {
    out.uuid(schema.tableId());
    out.uuid(schema.groupId());
    out.text(schema.name());
    out.i64(schema.version());
    writeKey(out, schema.key());
    out.list(schema.localIndexes(), index -> writeIndex(out, index));
    out.list(schema.globalIndexes(), index -> writeIndex(out, index));
    out.optional(schema.stream(), out::constant);
    out.optional(schema.ttlAttribute(), out::text);
  }

  static TableSchema readSchema(FieldReader in) {
    return new TableSchema(
        in.uuid(),
        in.uuid(),
        in.text(),
        in.i64(),
        readKey(in),
        in.list(() -> readIndex(in)),
        in.list(() -> readIndex(in)),
        in.optional(() -> in.constant(StreamView.class)),
        in.optional(in::text));
  }

  static void writeStream(FieldWriter out, TableStream stream) {
    out.text(stream.label());
    out.constant(stream.view());
    out.constant(stream.status());
    out.i64(stream.enabledMillis());
    out.i64(stream.disabledMillis());
  }

  static TableStream readStream(FieldReader in) {
    return new TableStream(
        in.text(),
        in.constant(StreamView.class),
        in.constant(StreamStatus.class),
        in.i64(),
        in.i64());
  }

  private static void writeAttribute(FieldWriter out, KeyAttribute attribute) {
    out.text(attribute.name());
    out.constant(attribute.type());
  }

  private static KeyAttribute readAttribute(FieldReader in) {
    return new KeyAttribute(in.text(), in.constant(ScalarType.class));
  }

  private static void writeKey(FieldWriter out, KeySchema key) {
    out.list(key.partition(), attribute -> writeAttribute(out, attribute));
    out.list(key.sort(), attribute -> writeAttribute(out, attribute));
  }

  private static KeySchema readKey(FieldReader in) {
    return new KeySchema(in.list(() -> readAttribute(in)), in.list(() -> readAttribute(in)));
  }

  private static void writeIndex(FieldWriter out, SecondaryIndex index) {
    out.uuid(index.id());
    out.text(index.name());
    out.constant(index.scope());
    out.count(index.ordinal());
    writeKey(out, index.key());
    out.constant(index.projection().kind());
    out.list(index.projection().nonKeyAttributes(), out::text);
  }

  private static SecondaryIndex readIndex(FieldReader in) {
    return new SecondaryIndex(
        in.uuid(),
        in.text(),
        in.constant(SecondaryIndex.Scope.class),
        in.count(),
        readKey(in),
        new Projection(in.constant(Projection.Kind.class), in.list(in::text)));
  }

  private static void writeGlobalIndex(FieldWriter out, GlobalIndex index) {
    writeIndex(out, index.definition());
    out.constant(index.status());
    out.bool(index.backfilling());
    writeThroughput(out, index.throughput());
    writeLimits(out, index.limits());
  }

  private static GlobalIndex readGlobalIndex(FieldReader in) {
    return new GlobalIndex(
        readIndex(in),
        in.constant(IndexStatus.class),
        in.bool(),
        readThroughput(in),
        readLimits(in));
  }

  private static void writeThroughput(FieldWriter out, Throughput throughput) {
    out.i64(throughput.readUnits());
    out.i64(throughput.writeUnits());
    out.i64(throughput.lastIncreaseMillis());
    out.i64(throughput.lastDecreaseMillis());
    out.count(throughput.decreasesToday());
  }

  private static Throughput readThroughput(FieldReader in) {
    return new Throughput(in.i64(), in.i64(), in.i64(), in.i64(), in.count());
  }

  private static void writeLimits(FieldWriter out, CapacityLimits limits) {
    out.optional(limits.onDemandMaximum(), units -> writeUnits(out, units));
    out.optional(limits.warm(), units -> writeUnits(out, units));
  }

  private static CapacityLimits readLimits(FieldReader in) {
    return new CapacityLimits(in.optional(() -> readUnits(in)), in.optional(() -> readUnits(in)));
  }

  private static void writeUnits(FieldWriter out, CapacityLimits.Units units) {
    out.i64(units.read());
    out.i64(units.write());
  }

  private static CapacityLimits.Units readUnits(FieldReader in) {
    return new CapacityLimits.Units(in.i64(), in.i64());
  }

  private static void writeSettings(FieldWriter out, TableSettings settings) {
    out.constant(settings.billingMode());
    out.i64(settings.onDemandSinceMillis());
    writeThroughput(out, settings.throughput());
    writeLimits(out, settings.limits());
    out.constant(settings.tableClass());
    out.bool(settings.deletionProtection());
    out.optional(
        settings.encryption(), encryption -> out.optional(encryption.kmsKeyArn(), out::text));
    out.list(
        settings.tags().entrySet(),
        tag -> {
          out.text(tag.getKey());
          out.text(tag.getValue());
        });
    out.optional(
        settings.policy(),
        policy -> {
          out.text(policy.document());
          out.text(policy.revisionId());
        });
  }

  private static TableSettings readSettings(FieldReader in) {
    return new TableSettings(
        in.constant(BillingMode.class),
        in.i64(),
        readThroughput(in),
        readLimits(in),
        in.constant(TableClass.class),
        in.bool(),
        in.optional(() -> new Encryption(in.optional(in::text))),
        readTags(in),
        in.optional(() -> new ResourcePolicy(in.text(), in.text())));
  }

  private static Map<String, String> readTags(FieldReader in) {
    Map<String, String> tags = new LinkedHashMap<>();
    in.list(() -> Map.entry(in.text(), in.text()))
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }
}
