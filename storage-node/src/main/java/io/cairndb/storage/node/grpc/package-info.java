/**
 * A storage node over gRPC: what others ask of it, and what it asks of others.
 *
 * <p>{@link io.cairndb.storage.node.grpc.StorageNodeService} answers for the shards of one {@link
 * io.cairndb.storage.node.StorageNode}. What memory answers, and commands, begin on gRPC's event
 * loops as they do on those of HTTP in one process; what may wait for a disk runs on virtual
 * threads, a bounded number at a time. {@link io.cairndb.storage.node.grpc.RemoteChangeConsumers}
 * asks the homes of index partitions how far they are, before change records go.
 *
 * <p>Nothing is decided here: requests and answers pass as the shard's own messages.
 */
@NullMarked
package io.cairndb.storage.node.grpc;

import org.jspecify.annotations.NullMarked;
