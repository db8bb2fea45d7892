/**
 * Transactions over several shards, after "Distributed Transactions at Scale in Amazon DynamoDB"
 * (USENIX ATC 2023): prepare and commit, a ledger that holds the decision, and recovery of what a
 * coordinator left behind by any other.
 *
 * <p>{@link io.cairndb.transactions.TransactionCoordinator} runs one client's transaction against
 * the ports {@link io.cairndb.transactions.Participants} and {@link
 * io.cairndb.transactions.Ledger}; {@link io.cairndb.transactions.TransactionRecovery} settles
 * abandoned ones; {@link io.cairndb.transactions.SnapshotReader} reads several items at one moment.
 * Actions, outcomes and refusals are opaque here: this package knows who must be asked in which
 * order, not what is done to an item.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>A transaction is committed exactly when its ledger record says so; the record is written
 *       once, by compare-and-set, and only its own coordinator ever proposes to commit.
 *   <li>An item prepared by one transaction is refused to all others and to plain writes until the
 *       transaction has ended there. No transaction waits for another, so none can deadlock, and
 *       holding everything until the decision makes committed transactions serializable.
 *   <li>A client learns of a commit after every participant has applied it, so whoever reads
 *       afterwards sees it.
 *   <li>A participant remembers an ended transaction for longer than any message can be under way;
 *       an implementation of the ports gives up on a message (answer {@code Unknown}) well before.
 * </ul>
 *
 * <p>Where the paper orders transactions by timestamps against the last write of each item, intents
 * here exclude each other; the timestamp is the identity of the transaction and tells its age.
 *
 * <p>Time and messages come through the ports, so that a simulator can lose, repeat and delay them
 * and stop a coordinator at any step.
 */
@NullMarked
package io.cairndb.transactions;

import org.jspecify.annotations.NullMarked;
