package io.cairndb.partition.manager.members;

import io.cairndb.item.Bytes;
import io.cairndb.message.format.MessageReader;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.UnsupportedMessageException;
import io.cairndb.placement.ShardId;

/**
 * Records as bytes; byte by byte in docs/formats/members.md. Stateless. {@link #decode} throws
 * {@link io.cairndb.message.format.MessageFormatException} for bytes that are not a record.
 */
public final class MemberCodec {
  private static final int CLUSTER_CREATED = 1;
  private static final int MEMBER_WRITTEN = 2;
  private static final int CLUSTER_FORMED = 3;
  private static final int MEMBER_FORGOTTEN = 4;

  private static final int EXPECTED = 64;

  private MemberCodec() {}

  public static byte[] encode(MemberRecord record) {
    MessageWriter out = new MessageWriter(EXPECTED);
    switch (record) {
      case MemberRecord.ClusterCreated created ->
          out.union(
              CLUSTER_CREATED,
              created,
              (fields, value) -> fields.i64(value.version()).uuid(value.clusterId()));
      case MemberRecord.MemberWritten written ->
          out.union(
              MEMBER_WRITTEN,
              written,
              (fields, value) ->
                  fields.i64(value.version()).struct(value.member(), MemberCodec::writeMember));
      case MemberRecord.MemberForgotten forgotten ->
          out.union(
              MEMBER_FORGOTTEN,
              forgotten,
              (fields, value) -> fields.i64(value.version()).count(value.number()));
      case MemberRecord.ClusterFormed formed ->
          out.union(
              CLUSTER_FORMED,
              formed,
              (fields, value) ->
                  fields
                      .i64(value.version())
                      .list(
                          value.ledgers(),
                          (each, shard) -> each.struct(shard, MemberCodec::writeShard)));
    }
    return out.toArray();
  }

  public static MemberRecord decode(byte[] bytes) {
    return MessageReader.read(
        "member record", Bytes.of(bytes), in -> in.union(MemberCodec::record));
  }

  private static MemberRecord record(int kind, MessageReader in) {
    return switch (kind) {
      case CLUSTER_CREATED -> new MemberRecord.ClusterCreated(in.i64(), in.uuid());
      case MEMBER_WRITTEN ->
          new MemberRecord.MemberWritten(in.i64(), in.struct(MemberCodec::readMember));
      case CLUSTER_FORMED ->
          new MemberRecord.ClusterFormed(
              in.i64(), in.list(each -> each.struct(MemberCodec::readShard)));
      case MEMBER_FORGOTTEN -> new MemberRecord.MemberForgotten(in.i64(), in.count());
      default -> throw new UnsupportedMessageException("member record", kind);
    };
  }

  private static void writeMember(MessageWriter out, Member member) {
    out.uuid(member.nodeId())
        .count(member.number())
        .text(member.address())
        .count(member.shards())
        .count(member.oldestMessageVersion())
        .count(member.messageVersion());
  }

  private static Member readMember(MessageReader in) {
    return new Member(in.uuid(), in.count(), in.text(), in.count(), in.count(), in.count());
  }

  private static void writeShard(MessageWriter out, ShardId shard) {
    out.count(shard.node()).count(shard.index());
  }

  private static ShardId readShard(MessageReader in) {
    return new ShardId(in.count(), in.count());
  }
}
