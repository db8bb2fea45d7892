/**
 * A shard: one event loop, one engine, one deterministic state machine that turns commands into
 * atomic batches, results and change records.
 *
 * <p>{@link io.cairndb.shard.Shard} accepts a {@link io.cairndb.shard.Command} from any thread, has
 * {@link io.cairndb.shard.ShardStateMachine} evaluate it inside the {@link
 * io.cairndb.shard.SerialExecutor}, hands the batch to the engine and releases the {@link
 * io.cairndb.shard.CommandResult} when everything it depended on is durable. {@link
 * io.cairndb.shard.ShardReader} answers a {@link io.cairndb.shard.Read} on the caller's thread from
 * a durable snapshot. {@link io.cairndb.shard.ChangeLogReader} hands out what changed, in order.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Evaluation depends on the command, the timestamp and the state only: the same commands in
 *       the same order give the same batches, byte for byte.
 *   <li>An item, its local index entries, its expiry entry and its change record change in one
 *       batch.
 *   <li>Schemas are the shard's own: an index or a stream exists from the command that installed it
 *       on, whatever a caller believed when it sent a write.
 *   <li>Nobody learns of a state that a crash could take back.
 * </ul>
 *
 * <p>Byte layouts: docs/formats/shard-meta.md and docs/formats/change-log.md. No wire protocol, no
 * routing and no catalog here.
 */
@NullMarked
package io.cairndb.shard;

import org.jspecify.annotations.NullMarked;
