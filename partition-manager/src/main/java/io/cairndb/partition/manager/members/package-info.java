/**
 * Who is in the cluster: identities, numbers, addresses, and what is fixed when it forms.
 *
 * <p>{@link io.cairndb.partition.manager.members.MemberMachine} decides, without time, disk or
 * network: a registration, or the cluster's formation, against a {@link
 * io.cairndb.partition.manager.members.MemberState}, ends in records ({@link
 * io.cairndb.partition.manager.members.MemberRecord}) whose replay is the only way to another
 * state. {@link io.cairndb.partition.manager.members.Membership} runs it on the control loop: a
 * decision is durable, in a tree of the control plane's engine, and published before it is
 * answered. Heartbeats are counted beside it and are not durable.
 *
 * <p>Invariants, whatever fails when:
 *
 * <ul>
 *   <li>A node keeps its number; no two nodes ever have the same one, also when one of them has
 *       been forgotten. Timestamps depend on it.
 *   <li>A member whose shards keep ledgers, or hold partitions, is not forgotten.
 *   <li>The cluster's identity exists before the first number, and never changes.
 *   <li>The list of ledger shards is empty until the cluster forms, and never changes afterwards: a
 *       client's token must find the ledger it was written to.
 *   <li>No two members are recorded at one address.
 * </ul>
 *
 * <p>Plain Java: no framework types.
 */
@NullMarked
package io.cairndb.partition.manager.members;

import org.jspecify.annotations.NullMarked;
