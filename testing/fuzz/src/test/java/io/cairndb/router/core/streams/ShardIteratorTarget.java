package io.cairndb.router.core.streams;

import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.fuzz.Check;
import io.cairndb.fuzz.FuzzTarget;
import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangePosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/** Shard iterators and sequence numbers as clients send them, also with a forged checksum. */
public final class ShardIteratorTarget implements FuzzTarget {
  private static final int SIGNED = 35;

  @Override
  public List<byte[]> seeds() {
    ShardIterator iterator =
        new ShardIterator(
            "arn:aws:dynamodb:us-east-1:000000000000:table/abc/stream/x",
            new PartitionId(new UUID(1, 2)),
            new ChangePosition(3, 4),
            ShardIterator.Origin.BACKLOG,
            5);
    return List.of(
        iterator.encode().getBytes(StandardCharsets.UTF_8),
        SequenceNumbers.of(new ChangePosition(3, 4)).getBytes(StandardCharsets.UTF_8),
        new byte[SIGNED]);
  }

  @Override
  public void run(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    decode(text);
    decode(forged(input));
    try {
      ChangePosition position = SequenceNumbers.parse(text);
      Check.that(
          position.equals(SequenceNumbers.parse(SequenceNumbers.of(position))), "sequence number");
      SequenceNumbers.before(position);
    } catch (DynamoDbException refused) {
      // As declared.
    }
  }

  private static void decode(String text) {
    try {
      ShardIterator iterator = ShardIterator.decode(text);
      Check.that(iterator.equals(ShardIterator.decode(iterator.encode())), "iterator");
    } catch (DynamoDbException refused) {
      // As declared.
    }
  }

  /** The input as the payload of an iterator whose checksum is right. */
  private static String forged(byte[] input) {
    byte[] payload = Arrays.copyOf(input, SIGNED + Integer.BYTES);
    CRC32C crc = new CRC32C();
    crc.update("arn".getBytes(StandardCharsets.UTF_8));
    crc.update(payload, 0, SIGNED);
    ByteBuffer.wrap(payload).putInt(SIGNED, (int) crc.getValue());
    return "arn|1|" + Base64.getEncoder().encodeToString(payload);
  }
}
