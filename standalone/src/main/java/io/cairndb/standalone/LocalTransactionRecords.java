package io.cairndb.standalone;

import io.cairndb.coordinator.core.TransactionRecords;
import io.cairndb.placement.ShardId;
import io.cairndb.shard.Shard;
import io.cairndb.storage.node.StorageNode;
import java.util.concurrent.CompletableFuture;

/** What the shards of this process hold of transactions. Thread-safe. */
record LocalTransactionRecords(StorageNode node) implements TransactionRecords {

  @Override
  public CompletableFuture<Held> heldBy(ShardId id) {
    Shard shard = node.shard(id);
    return shard.ledgerEntries().thenCombine(shard.preparedTransactions(), Held::new);
  }
}
