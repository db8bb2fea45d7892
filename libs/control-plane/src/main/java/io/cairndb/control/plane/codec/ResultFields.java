package io.cairndb.control.plane.codec;

import io.cairndb.control.plane.BillingMode;
import io.cairndb.control.plane.ControlResult;
import io.cairndb.control.plane.IndexStatus;
import io.cairndb.control.plane.TableDescriptor;
import io.cairndb.control.plane.TableStatus;
import io.cairndb.control.plane.machine.MetadataRecord;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.UnsupportedMessageException;

/** What became of commands, and metadata records, as parts of messages. Stateless. */
final class ResultFields {
  private static final int ACCEPTED = 1;
  private static final int TABLE_NOT_FOUND = 2;
  private static final int TABLE_EXISTS = 3;
  private static final int TABLE_BUSY = 4;
  private static final int DELETION_PROTECTED = 5;
  private static final int LIMIT_REACHED = 6;
  private static final int INDEX_NOT_FOUND = 7;
  private static final int INDEX_EXISTS = 8;
  private static final int INDEX_BUSY = 9;
  private static final int STREAM_ALREADY_ENABLED = 10;
  private static final int STREAM_NOT_ENABLED = 11;
  private static final int TIME_TO_LIVE_UNCHANGED = 12;
  private static final int TIME_TO_LIVE_ON_OTHER_ATTRIBUTE = 13;
  private static final int TIME_TO_LIVE_CHANGING = 14;
  private static final int POLICY_REVISION_MISMATCH = 15;
  private static final int THROUGHPUT_UNCHANGED = 16;
  private static final int INDEX_THROUGHPUT_MISSING = 17;
  private static final int THROUGHPUT_MISSING = 18;
  private static final int WRONG_BILLING_MODE = 19;
  private static final int ON_DEMAND_MAXIMUM_NOT_ALLOWED = 20;
  private static final int ATTRIBUTE_CONFLICT = 21;

  private ResultFields() {}

  static void write(MessageWriter out, ControlResult result) {
    switch (result) {
      case ControlResult.Accepted accepted ->
          out.union(ACCEPTED, accepted.table(), ResultFields::writeTable);
      case ControlResult.Refused refused -> writeRefused(out, refused);
    }
  }

  // One line for each kind; splitting it would cost the compiler's check that none is missing.
  @SuppressWarnings("checkstyle:MethodLength")
  private static void writeRefused(MessageWriter out, ControlResult.Refused refused) {
    switch (refused) {
      case ControlResult.TableNotFound r ->
          out.union(TABLE_NOT_FOUND, r, (fields, value) -> fields.text(value.tableName()));
      case ControlResult.TableExists r ->
          out.union(TABLE_EXISTS, r, (fields, value) -> fields.text(value.tableName()));
      case ControlResult.TableBusy r ->
          out.union(
              TABLE_BUSY,
              r,
              (fields, value) -> fields.text(value.tableName()).constant(value.status()));
      case ControlResult.DeletionProtected r ->
          out.union(DELETION_PROTECTED, r, (fields, value) -> fields.text(value.tableName()));
      case ControlResult.LimitReached r ->
          out.union(
              LIMIT_REACHED,
              r,
              (fields, value) -> fields.constant(value.limit()).count(value.bound()));
      case ControlResult.IndexNotFound r ->
          out.union(
              INDEX_NOT_FOUND,
              r,
              (fields, value) -> fields.text(value.tableName()).text(value.indexName()));
      case ControlResult.IndexExists r ->
          out.union(
              INDEX_EXISTS,
              r,
              (fields, value) -> fields.text(value.tableName()).text(value.indexName()));
      case ControlResult.IndexBusy r ->
          out.union(
              INDEX_BUSY,
              r,
              (fields, value) ->
                  fields.text(value.tableName()).text(value.indexName()).constant(value.status()));
      case ControlResult.StreamAlreadyEnabled r ->
          out.union(STREAM_ALREADY_ENABLED, r, (fields, value) -> fields.text(value.tableName()));
      case ControlResult.StreamNotEnabled r ->
          out.union(STREAM_NOT_ENABLED, r, (fields, value) -> fields.text(value.tableName()));
      case ControlResult.TimeToLiveUnchanged r ->
          out.union(
              TIME_TO_LIVE_UNCHANGED,
              r,
              (fields, value) -> fields.text(value.tableName()).flag(value.enabled()));
      case ControlResult.TimeToLiveOnOtherAttribute r ->
          out.union(
              TIME_TO_LIVE_ON_OTHER_ATTRIBUTE,
              r,
              (fields, value) -> fields.text(value.tableName()).text(value.attribute()));
      case ControlResult.TimeToLiveChanging r ->
          out.union(TIME_TO_LIVE_CHANGING, r, (fields, value) -> fields.text(value.tableName()));
      case ControlResult.PolicyRevisionMismatch r ->
          out.union(POLICY_REVISION_MISMATCH, r, (fields, value) -> fields.text(value.tableName()));
      case ControlResult.ThroughputUnchanged r ->
          out.union(
              THROUGHPUT_UNCHANGED,
              r,
              (fields, value) ->
                  fields
                      .text(value.tableName())
                      .text(value.subject())
                      .i64(value.read())
                      .i64(value.write()));
      case ControlResult.IndexThroughputMissing r ->
          out.union(
              INDEX_THROUGHPUT_MISSING,
              r,
              (fields, value) -> fields.text(value.tableName()).text(value.indexName()));
      case ControlResult.ThroughputMissing r ->
          out.union(THROUGHPUT_MISSING, r, (fields, value) -> fields.text(value.tableName()));
      case ControlResult.WrongBillingMode r ->
          out.union(
              WRONG_BILLING_MODE,
              r,
              (fields, value) -> fields.text(value.tableName()).constant(value.mode()));
      case ControlResult.OnDemandMaximumNotAllowed r ->
          out.union(
              ON_DEMAND_MAXIMUM_NOT_ALLOWED,
              r,
              (fields, value) ->
                  fields
                      .text(value.tableName())
                      .optional(value.indexName(), MessageWriter::text)
                      .flag(value.reads()));
      case ControlResult.AttributeConflict r ->
          out.union(
              ATTRIBUTE_CONFLICT,
              r,
              (fields, value) -> fields.text(value.tableName()).text(value.attribute()));
    }
  }

  static ControlResult read(int kind, MessageReader in) {
    return switch (kind) {
      case ACCEPTED -> new ControlResult.Accepted(readTable(in));
      case TABLE_NOT_FOUND -> new ControlResult.TableNotFound(in.text());
      case TABLE_EXISTS -> new ControlResult.TableExists(in.text());
      case TABLE_BUSY -> new ControlResult.TableBusy(in.text(), in.constant(TableStatus.values()));
      case DELETION_PROTECTED -> new ControlResult.DeletionProtected(in.text());
      case LIMIT_REACHED ->
          new ControlResult.LimitReached(in.constant(ControlResult.Limit.values()), in.count());
      case INDEX_NOT_FOUND -> new ControlResult.IndexNotFound(in.text(), in.text());
      case INDEX_EXISTS -> new ControlResult.IndexExists(in.text(), in.text());
      case INDEX_BUSY ->
          new ControlResult.IndexBusy(in.text(), in.text(), in.constant(IndexStatus.values()));
      case STREAM_ALREADY_ENABLED -> new ControlResult.StreamAlreadyEnabled(in.text());
      case STREAM_NOT_ENABLED -> new ControlResult.StreamNotEnabled(in.text());
      case TIME_TO_LIVE_UNCHANGED -> new ControlResult.TimeToLiveUnchanged(in.text(), in.flag());
      case TIME_TO_LIVE_ON_OTHER_ATTRIBUTE ->
          new ControlResult.TimeToLiveOnOtherAttribute(in.text(), in.text());
      case TIME_TO_LIVE_CHANGING -> new ControlResult.TimeToLiveChanging(in.text());
      case POLICY_REVISION_MISMATCH -> new ControlResult.PolicyRevisionMismatch(in.text());
      case THROUGHPUT_UNCHANGED ->
          new ControlResult.ThroughputUnchanged(in.text(), in.text(), in.i64(), in.i64());
      case INDEX_THROUGHPUT_MISSING ->
          new ControlResult.IndexThroughputMissing(in.text(), in.text());
      case THROUGHPUT_MISSING -> new ControlResult.ThroughputMissing(in.text());
      case WRONG_BILLING_MODE ->
          new ControlResult.WrongBillingMode(in.text(), in.constant(BillingMode.values()));
      case ON_DEMAND_MAXIMUM_NOT_ALLOWED ->
          new ControlResult.OnDemandMaximumNotAllowed(
              in.text(), in.optional(MessageReader::text), in.flag());
      case ATTRIBUTE_CONFLICT -> new ControlResult.AttributeConflict(in.text(), in.text());
      default -> throw new UnsupportedMessageException("control result", kind);
    };
  }

  private static void writeTable(MessageWriter out, TableDescriptor table) {
    writeRecord(out, new MetadataRecord.TableWritten(table));
  }

  private static TableDescriptor readTable(MessageReader in) {
    if (readRecord(in) instanceof MetadataRecord.TableWritten(TableDescriptor table)) {
      return table;
    }
    throw new MessageFormatException("control result without a table");
  }

  /** A record in the form in which it is stored, which names its own version. */
  static void writeRecord(MessageWriter out, MetadataRecord record) {
    out.bytes(RecordCodec.encode(record));
  }

  static MetadataRecord readRecord(MessageReader in) {
    try {
      return RecordCodec.decode(in.bytes());
    } catch (CorruptRecordException e) {
      throw new MessageFormatException("metadata record: " + e.getMessage(), e);
    }
  }
}
