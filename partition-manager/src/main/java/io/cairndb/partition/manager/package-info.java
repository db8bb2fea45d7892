/**
 * The owner of the metadata: keeps the records of the control-plane state machine in an engine of
 * its own, publishes the catalog, and performs the steps of operations on the shards.
 *
 * <p>{@link io.cairndb.partition.manager.ControlPlane} is the facade. All decisions run on one loop
 * ({@link io.cairndb.partition.manager.ControlLoop}); a decision is durable and published before it
 * is answered. Steps reach shards through {@link io.cairndb.partition.manager.ShardAdmin}, which
 * this package declares and storage nodes implement; they run beside the loop, are retried for ever
 * with back-off, and are idempotent, so that after a crash every operation goes on with the step it
 * had reached.
 *
 * <p>Plain Java: no framework types, so that a test can construct and crash it at will.
 */
@NullMarked
package io.cairndb.partition.manager;

import org.jspecify.annotations.NullMarked;
