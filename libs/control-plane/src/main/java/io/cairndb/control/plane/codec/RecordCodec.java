package io.cairndb.control.plane.codec;

import io.cairndb.control.plane.RetiredStream;
import io.cairndb.control.plane.machine.MetadataRecord;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;

/** Metadata records to bytes and back: {@code version(1) | kind(1) | fields}. */
public final class RecordCodec {
  /** The version written. Readers accept this one and those before it. */
  public static final int VERSION = 1;

  private static final int SNAPSHOT_ENDED = 1;
  private static final int TABLE_WRITTEN = 2;
  private static final int TABLE_REMOVED = 3;
  private static final int GROUP_PLACED = 4;
  private static final int GROUP_REMOVED = 5;
  private static final int STREAM_RETIRED = 6;
  private static final int RETIRED_STREAM_FORGOTTEN = 7;
  private static final int OPERATION_WRITTEN = 8;
  private static final int OPERATION_FINISHED = 9;

  private RecordCodec() {}

  public static byte[] encode(MetadataRecord record) {
    FieldWriter out = new FieldWriter();
    out.u8(VERSION);
    out.u8(kind(record));
    switch (record) {
      case MetadataRecord.SnapshotEnded(long catalogVersion, long mapVersion) -> {
        out.i64(catalogVersion);
        out.i64(mapVersion);
      }
      case MetadataRecord.TableWritten(var table) -> TableCodec.write(out, table);
      case MetadataRecord.TableRemoved(var tableId) -> out.uuid(tableId);
      case MetadataRecord.GroupPlaced(var groupId, var partitions) -> {
        out.uuid(groupId);
        out.list(partitions, partition -> writePartition(out, partition));
      }
      case MetadataRecord.GroupRemoved(var groupId) -> out.uuid(groupId);
      case MetadataRecord.StreamRetired(RetiredStream stream) -> {
        TableCodec.writeSchema(out, stream.schema());
        TableCodec.writeStream(out, stream.stream());
        out.list(stream.partitions(), partition -> writePartition(out, partition));
      }
      case MetadataRecord.RetiredStreamForgotten(var tableId, String label) -> {
        out.uuid(tableId);
        out.text(label);
      }
      case MetadataRecord.OperationWritten(var operation) -> OperationCodec.write(out, operation);
      case MetadataRecord.OperationFinished(var operationId) -> out.uuid(operationId);
    }
    return out.toByteArray();
  }

  /**
   * Reads one record.
   *
   * @throws CorruptRecordException when the bytes are not exactly one record of a known version
   */
  public static MetadataRecord decode(byte[] bytes) {
    FieldReader in = new FieldReader(bytes);
    int version = in.u8();
    if (version != VERSION) {
      throw in.corrupt("record of version " + version + ", this program reads " + VERSION);
    }
    try {
      MetadataRecord record = readFields(in, in.u8());
      in.requireEnd();
      return record;
    } catch (IllegalArgumentException e) {
      throw new CorruptRecordException("a record that breaks an invariant", e);
    }
  }

  private static int kind(MetadataRecord record) {
    return switch (record) {
      case MetadataRecord.SnapshotEnded r -> SNAPSHOT_ENDED;
      case MetadataRecord.TableWritten r -> TABLE_WRITTEN;
      case MetadataRecord.TableRemoved r -> TABLE_REMOVED;
      case MetadataRecord.GroupPlaced r -> GROUP_PLACED;
      case MetadataRecord.GroupRemoved r -> GROUP_REMOVED;
      case MetadataRecord.StreamRetired r -> STREAM_RETIRED;
      case MetadataRecord.RetiredStreamForgotten r -> RETIRED_STREAM_FORGOTTEN;
      case MetadataRecord.OperationWritten r -> OPERATION_WRITTEN;
      case MetadataRecord.OperationFinished r -> OPERATION_FINISHED;
    };
  }

  private static MetadataRecord readFields(FieldReader in, int kind) {
    return switch (kind) {
      case SNAPSHOT_ENDED -> new MetadataRecord.SnapshotEnded(in.i64(), in.i64());
      case TABLE_WRITTEN -> new MetadataRecord.TableWritten(TableCodec.read(in));
      case TABLE_REMOVED -> new MetadataRecord.TableRemoved(in.uuid());
      case GROUP_PLACED ->
          new MetadataRecord.GroupPlaced(in.uuid(), in.list(() -> readPartition(in)));
      case GROUP_REMOVED -> new MetadataRecord.GroupRemoved(in.uuid());
      case STREAM_RETIRED ->
          new MetadataRecord.StreamRetired(
              new RetiredStream(
                  TableCodec.readSchema(in),
                  TableCodec.readStream(in),
                  in.list(() -> readPartition(in))));
      case RETIRED_STREAM_FORGOTTEN ->
          new MetadataRecord.RetiredStreamForgotten(in.uuid(), in.text());
      case OPERATION_WRITTEN -> new MetadataRecord.OperationWritten(OperationCodec.read(in));
      case OPERATION_FINISHED -> new MetadataRecord.OperationFinished(in.uuid());
      default -> throw in.corrupt("unknown record kind " + kind);
    };
  }

  private static void writePartition(FieldWriter out, Partition partition) {
    out.uuid(partition.id().value());
    out.uuid(partition.groupId());
    out.i64(partition.range().fromInclusive());
    out.i64(partition.range().toInclusive());
    out.count(partition.home().node());
    out.count(partition.home().index());
    out.i64(partition.epoch().value());
  }

  private static Partition readPartition(FieldReader in) {
    return new Partition(
        new PartitionId(in.uuid()),
        in.uuid(),
        new TokenRange(in.i64(), in.i64()),
        new ShardId(in.count(), in.count()),
        new Epoch(in.i64()));
  }
}
