package io.cairndb.shard.codec;

import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.ShardStatistics;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;

/** Change records and figures as parts of messages. Stateless. */
final class ChangeFields {
  private ChangeFields() {}

  static void write(MessageWriter out, ChangeRecord.Positioned positioned) {
    out.struct(
        positioned,
        (fields, value) -> {
          PlaceFields.writePosition(fields, value.position());
          writeRecord(fields, value.change());
        });
  }

  static ChangeRecord.Positioned read(MessageReader in) {
    return in.struct(
        fields ->
            new ChangeRecord.Positioned(PlaceFields.readPosition(fields), readRecord(fields)));
  }

  private static void writeRecord(MessageWriter out, ChangeRecord change) {
    out.hlc(change.hlc())
        .constant(change.kind())
        .uuid(change.tableId())
        .nullable(change.oldItem(), MessageWriter::item)
        .nullable(change.newItem(), MessageWriter::item)
        .constant(change.origin())
        .flag(change.streamed())
        .list(change.indexIds().stream().sorted().toList(), MessageWriter::uuid);
  }

  private static ChangeRecord readRecord(MessageReader in) {
    return new ChangeRecord(
        in.hlc(),
        in.constant(ChangeRecord.Kind.values()),
        in.uuid(),
        in.nullable(MessageReader::item),
        in.nullable(MessageReader::item),
        in.constant(ChangeRecord.Origin.values()),
        in.flag(),
        new HashSet<>(in.list(MessageReader::uuid)));
  }

  static void writeStatistics(MessageWriter out, ShardStatistics statistics) {
    out.struct(
        statistics,
        (fields, value) ->
            fields
                .list(value.partitions(), ChangeFields::writePartitionSize)
                .count(value.queueDepth())
                .flag(value.exact())
                .count(value.rememberedRequests()));
  }

  static ShardStatistics readStatistics(MessageReader in) {
    return in.struct(
        fields ->
            new ShardStatistics(
                fields.list(ChangeFields::readPartitionSize),
                fields.count(),
                fields.flag(),
                fields.count()));
  }

  private static void writePartitionSize(
      MessageWriter out, ShardStatistics.PartitionSize partition) {
    out.struct(
        partition,
        (fields, value) -> {
          PlaceFields.writePartitionId(fields, value.partition());
          writeSize(fields, value.size());
          fields.list(
              new TreeMap<>(value.localIndexes()).entrySet(),
              (each, index) ->
                  each.struct(
                      index,
                      (entry, size) -> {
                        entry.count(size.getKey());
                        writeSize(entry, size.getValue());
                      }));
        });
  }

  private static ShardStatistics.PartitionSize readPartitionSize(MessageReader in) {
    return in.struct(
        fields -> {
          var partition = PlaceFields.readPartitionId(fields);
          ShardStatistics.Size size = readSize(fields);
          Map<Integer, ShardStatistics.Size> indexes = new TreeMap<>();
          fields
              .list(each -> each.struct(entry -> Map.entry(entry.count(), readSize(entry))))
              .forEach(entry -> indexes.put(entry.getKey(), entry.getValue()));
          return new ShardStatistics.PartitionSize(partition, size, indexes);
        });
  }

  private static void writeSize(MessageWriter out, ShardStatistics.Size size) {
    out.struct(size, (fields, value) -> fields.i64(value.items()).i64(value.bytes()));
  }

  private static ShardStatistics.Size readSize(MessageReader in) {
    return in.struct(fields -> new ShardStatistics.Size(fields.i64(), fields.i64()));
  }
}
