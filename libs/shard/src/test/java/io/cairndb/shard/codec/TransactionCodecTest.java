package io.cairndb.shard.codec;

import io.cairndb.message.format.CodecContract;
import io.cairndb.message.format.RandomMessages;
import io.cairndb.shard.transact.ItemTransactions;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/** Every message between routers and coordinators of transactions. */
final class TransactionCodecTest extends CodecContract {
  @Override
  protected List<Family> families() {
    return List.of(
        Family.of(
            "write-request",
            ItemTransactions.WriteRequest.class,
            false,
            (ItemTransactions.WriteRequest request) -> TransactionCodec.encode(request),
            TransactionCodec::decodeWriteRequest),
        Family.of(
            "read-request",
            ItemTransactions.ReadRequest.class,
            false,
            (ItemTransactions.ReadRequest request) -> TransactionCodec.encode(request),
            TransactionCodec::decodeReadRequest),
        Family.of(
            "write-outcome",
            ItemTransactions.WriteOutcome.class,
            true,
            (ItemTransactions.WriteOutcome outcome) -> TransactionCodec.encode(outcome),
            TransactionCodec::decodeWriteOutcome),
        Family.of(
            "read-outcome",
            ItemTransactions.ReadOutcome.class,
            true,
            (ItemTransactions.ReadOutcome outcome) -> TransactionCodec.encode(outcome),
            TransactionCodec::decodeReadOutcome));
  }

  @Override
  protected RandomMessages messages(SplittableRandom random) {
    return ShardMessages.of(random);
  }

  @Override
  protected Path goldenFile() {
    return Path.of("src/test/resources/testdata/transaction-messages.txt");
  }
}
