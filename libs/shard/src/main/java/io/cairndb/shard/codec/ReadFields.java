package io.cairndb.shard.codec;

import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.UnsupportedMessageException;
import io.cairndb.shard.Read;

/** Reads as messages. Stateless. */
final class ReadFields {
  /** Kinds of requests from here on are reads, those before it commands. */
  static final int FIRST_KIND = 64;

  private static final int GET_ITEM = 64;
  private static final int GET_ITEMS = 65;
  private static final int RANGE_READ = 66;

  private static final int OF_COLLECTION = 1;
  private static final int OF_TOKENS = 2;

  private ReadFields() {}

  static void write(MessageWriter out, Read read) {
    switch (read) {
      case Read.GetItem get -> out.union(GET_ITEM, get, ReadFields::getItem);
      case Read.GetItems gets -> out.union(GET_ITEMS, gets, ReadFields::getItems);
      case Read.RangeRead range -> out.union(RANGE_READ, range, ReadFields::rangeRead);
    }
  }

  static Read read(int kind, MessageReader in) {
    return switch (kind) {
      case GET_ITEM -> readGetItem(in);
      case GET_ITEMS ->
          new Read.GetItems(in.list(one -> one.struct(ReadFields::readGetItem)), in.flag());
      case RANGE_READ -> readRangeRead(in);
      default -> throw new UnsupportedMessageException("read", kind);
    };
  }

  private static void getItem(MessageWriter out, Read.GetItem read) {
    PlaceFields.writeRef(out, read.partition());
    out.uuid(read.tableId());
    PlaceFields.writeKey(out, read.key());
  }

  private static Read.GetItem readGetItem(MessageReader in) {
    return new Read.GetItem(PlaceFields.readRef(in), in.uuid(), PlaceFields.readKey(in));
  }

  private static void getItems(MessageWriter out, Read.GetItems read) {
    out.list(read.items(), (each, item) -> each.struct(item, ReadFields::getItem))
        .flag(read.lookForIntents());
  }

  private static void rangeRead(MessageWriter out, Read.RangeRead read) {
    PlaceFields.writeRef(out, read.partition());
    out.uuid(read.tableId()).optional(read.indexId(), MessageWriter::uuid);
    writeRange(out, read.range());
    out.flag(read.forward())
        .nullable(read.exclusiveStart(), MessageWriter::item)
        .count(read.limit())
        .i64(read.maxBytes())
        .optional(read.filter(), ConditionFields::write)
        .optional(read.projection(), ConditionFields::writeProjection)
        .flag(read.countOnly())
        .flag(read.fetchFromTable());
  }

  private static Read.RangeRead readRangeRead(MessageReader in) {
    return new Read.RangeRead(
        PlaceFields.readRef(in),
        in.uuid(),
        in.optional(MessageReader::uuid),
        readRange(in),
        in.flag(),
        in.nullable(fields -> fields.item().requireWellFormed()),
        in.count(),
        in.i64(),
        in.optional(ConditionFields::read),
        in.optional(ConditionFields::readProjection),
        in.flag(),
        in.flag());
  }

  private static void writeRange(MessageWriter out, Read.KeyRange range) {
    switch (range) {
      case Read.KeyRange.OfCollection collection ->
          out.union(
              OF_COLLECTION,
              collection,
              (fields, value) -> {
                fields.i64(value.token()).bytes(value.partitionKey());
                PlaceFields.writeSortRange(fields, value.sort());
              });
      case Read.KeyRange.OfTokens tokens ->
          out.union(
              OF_TOKENS,
              tokens,
              (fields, value) -> PlaceFields.writeTokens(fields, value.tokens()));
    }
  }

  private static Read.KeyRange readRange(MessageReader in) {
    return in.union(
        (kind, fields) ->
            switch (kind) {
              case OF_COLLECTION ->
                  new Read.KeyRange.OfCollection(
                      fields.i64(), fields.bytes(), PlaceFields.readSortRange(fields));
              case OF_TOKENS -> new Read.KeyRange.OfTokens(PlaceFields.readTokens(fields));
              default -> throw new UnsupportedMessageException("key range", kind);
            });
  }
}
