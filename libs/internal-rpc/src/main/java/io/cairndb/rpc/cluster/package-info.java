/**
 * The cluster as its services see it: who is a member, where tables lie, and what the partition
 * manager says of both.
 *
 * <p>{@link io.cairndb.rpc.cluster.ClusterWatch} keeps a copy of the catalog and of the membership
 * that follows the partition manager; {@link io.cairndb.rpc.cluster.Registration} makes this
 * process a member and keeps it one. Both outlive the partition manager's absence: they keep what
 * they know and try again with growing, randomly spread pauses.
 *
 * <p>Callbacks run on gRPC's threads and must not block. No logic of any service here.
 */
@NullMarked
package io.cairndb.rpc.cluster;

import org.jspecify.annotations.NullMarked;
