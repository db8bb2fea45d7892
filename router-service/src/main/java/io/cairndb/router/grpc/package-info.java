/**
 * The router as a service: the rest of the database at the other end of gRPC.
 *
 * <p>{@link io.cairndb.router.grpc.RouterProcess} wires the router's cores to a coordinator, the
 * partition manager and an index service. Each port of the cores has one adapter here: {@link
 * io.cairndb.router.grpc.CoordinatorClient} for shards, {@link
 * io.cairndb.router.grpc.RemoteTransactions}, {@link io.cairndb.router.grpc.RemoteChangeLogs},
 * {@link io.cairndb.router.grpc.RemoteTableControl} and {@link
 * io.cairndb.router.grpc.RemoteIndexBarrier}.
 *
 * <p>A call that certainly did nothing is a refusal, which clients are told to repeat; any other
 * lost call that may have changed something has an unknown outcome and is told as that. Nothing is
 * repeated here but questions, once ({@link io.cairndb.router.grpc.Questions}). Calls made for a
 * request of a client that has gone are cancelled ({@link io.cairndb.router.grpc.CallScopes}).
 * Thread-safe throughout.
 */
@NullMarked
package io.cairndb.router.grpc;

import org.jspecify.annotations.NullMarked;
