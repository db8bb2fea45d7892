package io.cairndb.router.core.streams;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangePosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * Where a reader of a shard is. On the wire: {@code streamArn|1|base64}, the last part with a
 * checksum over everything, so that a damaged or invented iterator is noticed. It grants nothing:
 * it can be made for every stream the caller may describe.
 *
 * @param after the reader has everything up to here
 * @param origin what the reader knows of the records before {@code after}
 */
record ShardIterator(
    String streamArn,
    PartitionId partition,
    ChangePosition after,
    Origin origin,
    long issuedMillis) {
  private static final String SEPARATOR = "|1|";
  private static final int LENGTH = 16 + 8 + 2 + 1 + 8 + 4;

  /** How the reader came to its place. */
  enum Origin {
    /** From the oldest record there is: that others were trimmed is no surprise. */
    HORIZON,
    /** There was nothing behind it when the iterator was made: nothing can have been missed. */
    CAUGHT_UP,
    /** There may have been records behind it. */
    BACKLOG
  }

  String encode() {
    ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
    bytes.putLong(partition.value().getMostSignificantBits());
    bytes.putLong(partition.value().getLeastSignificantBits());
    bytes.putLong(after.hlcMsb()).putShort((short) after.index());
    bytes.put((byte) origin.ordinal()).putLong(issuedMillis);
    bytes.putInt(checksum(bytes));
    return streamArn + SEPARATOR + Base64.getEncoder().encodeToString(bytes.array());
  }

  static ShardIterator decode(String text) {
    int separator = text.lastIndexOf(SEPARATOR);
    if (separator < 0) {
      throw invalid();
    }
    ByteBuffer bytes = payload(text.substring(separator + SEPARATOR.length()));
    String arn = text.substring(0, separator);
    PartitionId partition = new PartitionId(new UUID(bytes.getLong(), bytes.getLong()));
    ChangePosition after =
        new ChangePosition(bytes.getLong(), Short.toUnsignedInt(bytes.getShort()));
    int origin = bytes.get();
    long issued = bytes.getLong();
    if (origin < 0 || origin >= Origin.values().length || issued < 0) {
      throw invalid();
    }
    ShardIterator iterator =
        new ShardIterator(arn, partition, after, Origin.values()[origin], issued);
    if (iterator.checksum(bytes) != bytes.getInt(LENGTH - 4)) {
      throw invalid();
    }
    return iterator;
  }

  private static ByteBuffer payload(String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      if (bytes.length == LENGTH) {
        return ByteBuffer.wrap(bytes);
      }
    } catch (IllegalArgumentException expected) {
      // Not Base64: as invalid as a wrong length.
    }
    throw invalid();
  }

  private int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(streamArn.getBytes(StandardCharsets.UTF_8));
    crc.update(bytes.array(), 0, LENGTH - 4);
    return (int) crc.getValue();
  }

  private static RuntimeException invalid() {
    return DynamoDbErrors.validation("Invalid ShardIterator");
  }
}
