/**
 * Requests on their way to shards, and transactions on items.
 *
 * <p>{@link io.cairndb.coordinator.core.Forwarding} hands on what routers have planned, unopened,
 * to the home of its partition.
 *
 * <p>Transactions are the protocol of {@code libs/transactions} spoken to shards. {@link
 * io.cairndb.coordinator.core.ShardTransactions} translates the protocol's messages to shard
 * commands and back, for whoever coordinates or recovers transactions; {@link
 * io.cairndb.coordinator.core.DistributedTransactions} runs those of clients: it finds the shards
 * of the items and starts over when the partition map was out of date; {@link
 * io.cairndb.coordinator.core.TransactionUpkeep} settles those whose coordinator is gone, and
 * {@link io.cairndb.coordinator.core.AdmittedTransactions} refuses to begin more than can be borne.
 *
 * <p>The way to shards and to their records is behind ports ({@link
 * io.cairndb.coordinator.core.ShardGateway}, {@link
 * io.cairndb.coordinator.core.TransactionRecords}): direct calls in one process, messages between
 * services. Thread-safe and without state that anything rests on: what is known of a transaction is
 * in the shards. No network and no framework here.
 */
@NullMarked
package io.cairndb.coordinator.core;

import org.jspecify.annotations.NullMarked;
