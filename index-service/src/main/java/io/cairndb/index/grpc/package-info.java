/**
 * The index service on the network: logs and index partitions of storage nodes are asked over gRPC,
 * and others ask here how far indexes are.
 *
 * <p>{@link io.cairndb.index.grpc.RemoteChangeSource} and {@link
 * io.cairndb.index.grpc.RemoteIndexSink} are the feeder's ports, {@link
 * io.cairndb.index.grpc.ChangeWatches} hears of new changes, {@link
 * io.cairndb.index.grpc.IndexGrpcService} answers.
 *
 * <p>Everything arrives on gRPC's event loops and is handed to the feeder's executor where it takes
 * time. Notices only say where to look: none is relied on, since any may be lost with its stream.
 * What a query waits for is asked of the storage node after the query has come.
 */
@NullMarked
package io.cairndb.index.grpc;

import org.jspecify.annotations.NullMarked;
