/**
 * Transactions on items: the protocol of {@code libs/transactions} spoken to shards.
 *
 * <p>{@link io.cairndb.router.core.transactions.ShardTransactions} translates the protocol's
 * messages to shard commands and back, for whoever coordinates or recovers transactions; {@link
 * io.cairndb.router.core.transactions.DistributedTransactions} is what the operations on items use:
 * it finds the shards of the items and starts over when the partition map was out of date.
 *
 * <p>Thread-safe and without state of its own: what is known of a transaction is in the shards.
 */
@NullMarked
package io.cairndb.router.core.transactions;

import org.jspecify.annotations.NullMarked;
