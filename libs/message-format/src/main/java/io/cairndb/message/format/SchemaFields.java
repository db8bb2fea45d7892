package io.cairndb.message.format;

import io.cairndb.item.schema.KeyAttribute;
import io.cairndb.item.schema.KeySchema;
import io.cairndb.item.schema.Projection;
import io.cairndb.item.schema.ScalarType;
import io.cairndb.item.schema.SecondaryIndex;
import io.cairndb.item.schema.StreamView;
import io.cairndb.item.schema.TableSchema;

/** Schemas as parts of messages. Stateless. */
public final class SchemaFields {
  private SchemaFields() {}

  public static void writeSchema(MessageWriter out, TableSchema schema) {
    out.struct(schema, SchemaFields::schemaFields);
  }

  public static TableSchema readSchema(MessageReader in) {
    return in.struct(
        fields ->
            new TableSchema(
                fields.uuid(),
                fields.uuid(),
                fields.text(),
                fields.i64(),
                readKey(fields),
                fields.list(SchemaFields::readIndex),
                fields.list(SchemaFields::readIndex),
                fields.optional(SchemaFields::readView),
                fields.optional(MessageReader::text)));
  }

  public static void writeKey(MessageWriter out, KeySchema key) {
    out.struct(
        key,
        (fields, value) ->
            fields
                .list(value.partition(), SchemaFields::writeAttribute)
                .list(value.sort(), SchemaFields::writeAttribute));
  }

  public static KeySchema readKey(MessageReader in) {
    return in.struct(
        fields ->
            new KeySchema(
                fields.list(SchemaFields::readAttribute),
                fields.list(SchemaFields::readAttribute)));
  }

  public static void writeAttribute(MessageWriter out, KeyAttribute attribute) {
    out.struct(attribute, (fields, value) -> fields.text(value.name()).constant(value.type()));
  }

  public static KeyAttribute readAttribute(MessageReader in) {
    return in.struct(
        fields -> new KeyAttribute(fields.text(), fields.constant(ScalarType.values())));
  }

  public static void writeProjection(MessageWriter out, Projection projection) {
    out.struct(
        projection,
        (fields, value) ->
            fields.constant(value.kind()).list(value.nonKeyAttributes(), MessageWriter::text));
  }

  public static Projection readProjection(MessageReader in) {
    return in.struct(
        fields ->
            new Projection(
                fields.constant(Projection.Kind.values()), fields.list(MessageReader::text)));
  }

  public static void writeView(MessageWriter out, StreamView view) {
    out.constant(view);
  }

  public static StreamView readView(MessageReader in) {
    return in.constant(StreamView.values());
  }

  private static void schemaFields(MessageWriter out, TableSchema schema) {
    out.uuid(schema.tableId()).uuid(schema.groupId()).text(schema.name()).i64(schema.version());
    writeKey(out, schema.key());
    out.list(schema.localIndexes(), SchemaFields::writeIndex)
        .list(schema.globalIndexes(), SchemaFields::writeIndex)
        .optional(schema.stream(), SchemaFields::writeView)
        .optional(schema.ttlAttribute(), MessageWriter::text);
  }

  private static void writeIndex(MessageWriter out, SecondaryIndex index) {
    out.struct(
        index,
        (fields, value) -> {
          fields.uuid(value.id()).text(value.name()).constant(value.scope()).count(value.ordinal());
          writeKey(fields, value.key());
          writeProjection(fields, value.projection());
        });
  }

  private static SecondaryIndex readIndex(MessageReader in) {
    return in.struct(
        fields ->
            new SecondaryIndex(
                fields.uuid(),
                fields.text(),
                fields.constant(SecondaryIndex.Scope.values()),
                fields.count(),
                readKey(fields),
                readProjection(fields)));
  }
}
