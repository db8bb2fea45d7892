package io.cairndb.router.assembly;

import io.cairndb.control.plane.TableControl;
import io.cairndb.coordination.Coordinator;
import io.cairndb.expressions.ExpressionCompiler;
import io.cairndb.router.core.items.IndexBarrier;
import io.cairndb.router.core.streams.ChangeLogSource;
import io.cairndb.shard.ShardRequest;
import io.cairndb.shard.ShardResponse;
import io.cairndb.shard.transact.ItemTransactions;

/**
 * What a router reaches the rest of the database by: direct calls in one process, messages between
 * services.
 *
 * @param control the catalog and its owner
 * @param shards the way to partitions, routing by the same catalog
 * @param changes change logs, for streams
 */
public record RouterParts(
    TableControl control,
    Coordinator<ShardRequest, ShardResponse> shards,
    ItemTransactions transactions,
    IndexBarrier barrier,
    ChangeLogSource changes,
    ExpressionCompiler compiler) {}
