package io.cairndb.shard;

import io.cairndb.item.Item;
import io.cairndb.placement.PartitionId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** Byte layout of the tree {@code changes}: docs/formats/change-log.md. Pure functions. */
final class ChangeLog {
  private static final int VERSION = 1;
  private static final int POSITION_OFFSET = 16;
  private static final int HAS_OLD = 1;
  private static final int HAS_NEW = 2;
  private static final int STREAMED = 4;
  private static final int BY_TTL = 8;
  private static final int FLAGS_OFFSET = 2;

  private ChangeLog() {}

  static byte[] key(PartitionId partition, ChangePosition position) {
    return new RecordWriter(26).uuid(partition.value()).position(position).toArray();
  }

  /** Beginning of the keys of a partition. */
  static byte[] prefix(PartitionId partition) {
    return new RecordWriter(16).uuid(partition.value()).toArray();
  }

  static PartitionId partitionOf(byte[] key) {
    return new PartitionId(new RecordReader("change log key", key).uuid());
  }

  static ChangePosition positionOf(byte[] key) {
    return new RecordReader("change log key", key).skip(POSITION_OFFSET).position();
  }

  static byte[] encode(ChangeRecord change) {
    Item old = change.oldItem();
    Item updated = change.newItem();
    int flags =
        (old == null ? 0 : HAS_OLD)
            | (updated == null ? 0 : HAS_NEW)
            | (change.streamed() ? STREAMED : 0)
            | (change.origin() == ChangeRecord.Origin.TTL ? BY_TTL : 0);
    int images =
        (old == null ? 0 : 4 + old.length()) + (updated == null ? 0 : 4 + updated.length());
    RecordWriter out =
        new RecordWriter(36 + 16 * change.indexIds().size() + images)
            .u8(VERSION)
            .u8(change.kind().ordinal())
            .u8(flags)
            .hlc(change.hlc())
            .uuid(change.tableId())
            .u8(change.indexIds().size());
    change.indexIds().stream().sorted().forEach(out::uuid);
    if (old != null) {
      out.item(old);
    }
    if (updated != null) {
      out.item(updated);
    }
    return out.toArray();
  }

  static ChangeRecord decode(byte[] value) {
    return RecordReader.read("change record", value, ChangeLog::decode);
  }

  private static ChangeRecord decode(RecordReader in) {
    ChangeRecord.Kind kind = in.constant(ChangeRecord.Kind.values());
    int flags = in.u8();
    var hlc = in.hlc();
    UUID tableId = in.uuid();
    int indexes = in.u8();
    Set<UUID> indexIds = LinkedHashSet.newLinkedHashSet(indexes);
    for (int i = 0; i < indexes; i++) {
      indexIds.add(in.uuid());
    }
    Item old = (flags & HAS_OLD) == 0 ? null : in.item();
    Item updated = (flags & HAS_NEW) == 0 ? null : in.item();
    return new ChangeRecord(
        hlc,
        kind,
        tableId,
        old,
        updated,
        (flags & BY_TTL) == 0 ? ChangeRecord.Origin.USER : ChangeRecord.Origin.TTL,
        (flags & STREAMED) != 0,
        indexIds);
  }

  /** Whether a stream shows the record, without decoding it. */
  static boolean isStreamed(byte[] value) {
    if (value.length <= FLAGS_OFFSET) {
      throw new ShardFormatException("change record ends too early");
    }
    return (value[FLAGS_OFFSET] & STREAMED) != 0;
  }
}
