package io.cairndb.shard.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.cairndb.expressions.Condition;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.item.ItemKey;
import io.cairndb.message.format.CodecContract;
import io.cairndb.message.format.MessageFormatException;
import io.cairndb.message.format.MessageWriter;
import io.cairndb.message.format.RandomMessages;
import io.cairndb.placement.Epoch;
import io.cairndb.placement.Partition;
import io.cairndb.placement.PartitionId;
import io.cairndb.shard.ChangeRecord;
import io.cairndb.shard.Command;
import io.cairndb.shard.LedgerEntry;
import io.cairndb.shard.Mutation;
import io.cairndb.shard.PartitionRef;
import io.cairndb.shard.PreparedTransaction;
import io.cairndb.shard.RequestId;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.ShardStatistics;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Every message to and from a shard, and what is peculiar to them. */
final class ShardCodecTest extends CodecContract {
  private static final UUID ID = new UUID(0x0123456789ABCDEFL, 0x8000000000000001L);

  @Override
  protected List<Family> families() {
    return List.of(
        Family.of(
            "request",
            ShardRequest.class,
            true,
            (ShardRequest request) -> ShardCodec.encode(request),
            ShardCodec::decodeRequest),
        Family.of(
            "response",
            ShardResponse.class,
            true,
            (ShardResponse response) -> ShardCodec.encode(response),
            ShardCodec::decodeResponse),
        Family.of(
            "changes",
            listOf(ChangeRecord.Positioned.class),
            false,
            ShardCodec::encodeChanges,
            ShardCodec::decodeChanges),
        Family.of(
            "ledger",
            listOf(LedgerEntry.class),
            false,
            ShardCodec::encodeLedger,
            ShardCodec::decodeLedger),
        Family.of(
            "prepared",
            listOf(PreparedTransaction.class),
            false,
            ShardCodec::encodePrepared,
            ShardCodec::decodePrepared),
        Family.of(
            "partitions",
            listOf(Partition.class),
            false,
            ShardCodec::encodePartitions,
            ShardCodec::decodePartitions),
        Family.of(
            "statistics",
            ShardStatistics.class,
            false,
            ShardCodec::encodeStatistics,
            ShardCodec::decodeStatistics));
  }

  @Override
  protected RandomMessages messages(SplittableRandom random) {
    return ShardMessages.of(random);
  }

  @Override
  protected Path goldenFile() {
    return Path.of("src/test/resources/testdata/shard-messages.txt");
  }

  private static Type listOf(Type element) {
    record ListOf(Type element) implements ParameterizedType {
      @Override
      public Type[] getActualTypeArguments() {
        return new Type[] {element};
      }

      @Override
      public Type getRawType() {
        return List.class;
      }

      @Override
      public Type getOwnerType() {
        return List.class;
      }
    }
    return new ListOf(element);
  }

  private static Command.WriteItem write(Optional<Condition> condition) {
    return new Command.WriteItem(
        new PartitionRef(new PartitionId(ID), Epoch.FIRST),
        ID,
        ItemKey.of(new byte[] {1}, new byte[] {2}),
        new Mutation.Put(Item.of(Map.of("a", new AttributeValue.S("x")))),
        condition,
        false,
        null);
  }

  /** A sender of before these fields existed leaves them out. */
  @Test
  void absentFieldsAtTheEndTakeDefaults() {
    Command.WriteItem command = write(Optional.empty());
    byte[] whole = ShardCodec.encode(command).toArray();
    // Kind and length, one byte each; absent condition, false, absent id and false are the last.
    for (int cut = 1; cut <= 4; cut++) {
      byte[] shorter = Arrays.copyOf(whole, whole.length - cut);
      shorter[1] -= (byte) cut;
      assertEquals(command, ShardCodec.decodeRequest(Bytes.of(shorter)));
    }
    byte[] tooShort = Arrays.copyOf(whole, whole.length - 5);
    tooShort[1] -= 5;
    assertThrows(MessageFormatException.class, () -> ShardCodec.decodeRequest(Bytes.of(tooShort)));
  }

  @Test
  void itemsThatAreToBeStoredAreReadThrough() {
    Command.WriteItem command = write(Optional.empty());
    Item item = ((Mutation.Put) command.mutation()).item();
    byte[] damaged = item.bytes().clone();
    damaged[damaged.length - 2] = 99;
    Command.WriteItem bad =
        new Command.WriteItem(
            command.partition(),
            command.tableId(),
            command.key(),
            new Mutation.Put(Item.wrap(damaged)),
            Optional.empty(),
            false,
            new RequestId(ID));
    Bytes message = ShardCodec.encode(bad);
    assertThrows(MessageFormatException.class, () -> ShardCodec.decodeRequest(message));
  }

  /** The deepest condition DynamoDB's limit of 300 operators allows fits; without end does not. */
  @Test
  void conditionsNestAsDeepAsExpressionsMay() {
    Command.WriteItem deep = write(Optional.of(nots(300)));
    assertEquals(deep, ShardCodec.decodeRequest(ShardCodec.encode(deep)));
    Command.WriteItem tooDeep = write(Optional.of(nots(MessageWriter.MAX_DEPTH)));
    assertThrows(MessageFormatException.class, () -> ShardCodec.encode(tooDeep));
  }

  private static Condition nots(int count) {
    Condition condition = new Condition.AttributeExists(DocumentPath.ofAttribute("a"));
    for (int i = 0; i < count; i++) {
      condition = new Condition.Not(condition);
    }
    return condition;
  }
}
