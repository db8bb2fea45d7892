package io.cairndb.storage.node.grpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.cairndb.item.Bytes;
import io.cairndb.item.Item;
import io.cairndb.placement.ShardId;
import io.cairndb.rpc.Payloads;
import io.cairndb.rpc.proto.Payload;
import io.cairndb.shard.CommandResult;
import io.cairndb.shard.ReadResult;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.codec.ShardCodec;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Item bytes are copied into a message once and out of one never: they are most of what the path of
 * a request costs beyond its calls. Told from what is allocated.
 */
final class CopiesTest {
  private static final Item ITEM = TestTable.item("k", "v", "x".repeat(300_000));
  private static final TestTable TABLE = new TestTable(new ShardId(3, 0), new ShardId(3, 0));
  private static final int LITTLE = 20_000;

  private long allocated;

  private <T> T measured(Supplier<T> work) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    // Once before: classes are loaded and their constants made.
    T unused = work.get();
    long before = threads.getCurrentThreadAllocatedBytes();
    T result = work.get();
    allocated = threads.getCurrentThreadAllocatedBytes() - before;
    return result;
  }

  @Test
  void anAnswerHoldsOneCopyOfItsItemsAndIsReadWithoutAny() {
    for (ShardResponse answer :
        List.of(
            new ReadResult.ItemRead(ITEM, null, false),
            new CommandResult.Written(null, ITEM, List.of()))) {
      Payload payload = measured(() -> Payloads.payload(ShardCodec.encode(answer)));
      assertTrue(allocated < ITEM.length() + LITTLE, "copied again: " + allocated);
      ShardResponse read = measured(() -> ShardCodec.decodeResponse(Payloads.message(payload)));
      assertTrue(allocated < LITTLE, "copied out: " + allocated);
      assertEquals(answer, read);
    }
  }

  @Test
  void aWriteHoldsOneCopyOfItsItemAndIsReadWithoutAny() {
    ShardRequest write = TABLE.put(ITEM);
    Bytes message = measured(() -> ShardCodec.encode(write));
    assertTrue(allocated < ITEM.length() + LITTLE, "copied again: " + allocated);
    ShardRequest read =
        measured(() -> ShardCodec.decodeRequest(Payloads.toBytes(Payloads.toByteString(message))));
    assertTrue(allocated < LITTLE, "copied out: " + allocated);
    assertEquals(TABLE.put(ITEM).getClass(), read.getClass());
  }
}
