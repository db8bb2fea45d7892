/**
 * The coordinator as a service: what routers ask of it over gRPC, and what it asks of others.
 *
 * <p>{@link io.cairndb.coordinator.grpc.CoordinatorService} answers calls by the cores of {@code
 * coordinator.core}; {@link io.cairndb.coordinator.grpc.CoordinatorProcess} wires them. Handlers
 * run on gRPC's event loops and never wait there.
 *
 * <p>What a call certainly did not do is answered as certain, and nothing else is: a request that
 * was refused here or never left for its storage node, and one its storage node refused. Messages
 * forwarded for a call end with it. Those of transactions do not: a transaction that has begun is
 * brought to its end whether or not anybody still waits for it.
 */
@NullMarked
package io.cairndb.coordinator.grpc;

import org.jspecify.annotations.NullMarked;
