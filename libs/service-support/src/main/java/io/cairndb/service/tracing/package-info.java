/**
 * Follows requests through the services: one trace from the client's request to the shard, and the
 * request's id in the logs of everyone it passes.
 *
 * <p>A {@link io.cairndb.service.tracing.Trail} begins at the front door and lies in gRPC's context
 * from then on: with the thread that handles the request, with the callbacks of calls it makes, and
 * through {@link io.cairndb.service.tracing.Trail#carriedBy} with the tasks it hands over. Calls
 * take it along in their headers: {@code cairn-request-id}, and {@code traceparent} as W3C has it.
 * What nobody asked for (heartbeats, watches, feeds) has no trail and costs nothing.
 *
 * <p>Whether a trace is recorded is decided once, at the front door or by the client that began it.
 */
@NullMarked
package io.cairndb.service.tracing;

import org.jspecify.annotations.NullMarked;
