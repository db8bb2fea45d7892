/**
 * The partition manager over gRPC: what nodes, routers and watchers ask of it, and what it asks of
 * storage nodes and of the index service.
 *
 * <p>{@link io.cairndb.partition.manager.grpc.PartitionManagerService} turns calls into decisions
 * of the control plane and of the membership and answers when they are durable. {@link
 * io.cairndb.partition.manager.grpc.Watchers} sends each watcher what it lacks, when its connection
 * takes it: a slow one gets fewer and larger updates, and in the end a snapshot, and holds up
 * nobody. {@link io.cairndb.partition.manager.grpc.RemoteShardAdmin} performs steps of operations.
 *
 * <p>Calls arrive on gRPC's event loops and are handed on; nothing here blocks.
 */
@NullMarked
package io.cairndb.partition.manager.grpc;

import org.jspecify.annotations.NullMarked;
