/**
 * The way to storage nodes, for every service that has something to ask of them.
 *
 * <p>{@link io.cairndb.rpc.node.StorageNodes} finds the node of a shard in the cluster as it is
 * known at that moment and makes one call of it; {@link io.cairndb.rpc.node.Connections} keeps the
 * channels, and ends calls of a process that hangs at once. Nothing is repeated here: whoever asks
 * knows whether that is safe, and is told what is certain. Answers arrive on gRPC's threads, which
 * must not be blocked.
 */
@NullMarked
package io.cairndb.rpc.node;

import org.jspecify.annotations.NullMarked;
