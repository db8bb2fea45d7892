package io.cairndb.shard.codec;

import io.cairndb.item.ItemKey;
import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.placement.ShardId;
import io.cairndb.placement.TokenRange;
import io.cairndb.shard.ChangePosition;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.SortRange;

/** Partitions, shards, keys and positions as parts of messages. Stateless. */
final class PlaceFields {
  private PlaceFields() {}

  static void writePartition(MessageWriter out, Partition partition) {
    out.struct(
        partition,
        (fields, value) -> {
          writePartitionId(fields, value.id());
          fields.uuid(value.groupId());
          writeTokens(fields, value.range());
          writeShard(fields, value.home());
          fields.i64(value.epoch().value());
        });
  }

  static Partition readPartition(MessageReader in) {
    return in.struct(
        fields ->
            new Partition(
                readPartitionId(fields),
                fields.uuid(),
                readTokens(fields),
                readShard(fields),
                new Epoch(fields.i64())));
  }

  static void writeRef(MessageWriter out, PartitionRef ref) {
    out.struct(ref, (fields, value) -> fields.uuid(value.id().value()).i64(value.epoch().value()));
  }

  static PartitionRef readRef(MessageReader in) {
    return in.struct(fields -> new PartitionRef(readPartitionId(fields), new Epoch(fields.i64())));
  }

  static void writePartitionId(MessageWriter out, PartitionId id) {
    out.uuid(id.value());
  }

  static PartitionId readPartitionId(MessageReader in) {
    return new PartitionId(in.uuid());
  }

  static void writeTokens(MessageWriter out, TokenRange range) {
    out.i64(range.fromInclusive()).i64(range.toInclusive());
  }

  static TokenRange readTokens(MessageReader in) {
    return new TokenRange(in.i64(), in.i64());
  }

  static void writeShard(MessageWriter out, ShardId shard) {
    out.struct(shard, (fields, value) -> fields.count(value.node()).count(value.index()));
  }

  static ShardId readShard(MessageReader in) {
    return in.struct(fields -> new ShardId(fields.count(), fields.count()));
  }

  static void writeKey(MessageWriter out, ItemKey key) {
    out.struct(
        key,
        (fields, value) -> fields.i64(value.token()).bytes(value.partition()).bytes(value.sort()));
  }

  static ItemKey readKey(MessageReader in) {
    return in.struct(fields -> new ItemKey(fields.i64(), fields.bytes(), fields.bytes()));
  }

  static void writeSortRange(MessageWriter out, SortRange range) {
    out.struct(
        range,
        (fields, value) ->
            fields
                .nullable(value.lowerInclusive(), MessageWriter::bytes)
                .nullable(value.upperExclusive(), MessageWriter::bytes));
  }

  static SortRange readSortRange(MessageReader in) {
    return in.struct(
        fields ->
            new SortRange(
                fields.nullable(MessageReader::bytes), fields.nullable(MessageReader::bytes)));
  }

  static void writePosition(MessageWriter out, ChangePosition position) {
    out.struct(position, (fields, value) -> fields.i64(value.hlcMsb()).count(value.index()));
  }

  static ChangePosition readPosition(MessageReader in) {
    return in.struct(fields -> new ChangePosition(fields.i64(), fields.count()));
  }
}
