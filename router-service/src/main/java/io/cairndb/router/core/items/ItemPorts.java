package io.cairndb.router.core.items;

import io.cairndb.control.plane.Catalog;
import io.cairndb.coordination.Coordinator;
import io.cairndb.env.Clock;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.transact.ItemTransactions;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the operations on items need of the rest of the process.
 *
 * @param catalog the newest snapshot of tables and partitions
 * @param shards the way to the partitions, routing by the same catalog
 * @param transactions runs transactions
 * @param barrier makes global indexes wait for acknowledged writes
 * @param blocking runs what waits for shards; a virtual thread each
 * @param indexWait how long a read of a global index waits for them at most
 */
public record ItemPorts(
    Supplier<Catalog> catalog,
    Coordinator<ShardRequest, ShardResponse> shards,
    ItemTransactions transactions,
    IndexBarrier barrier,
    ExpressionCompiler compiler,
    Clock clock,
    Executor blocking,
    Duration indexWait) {}
