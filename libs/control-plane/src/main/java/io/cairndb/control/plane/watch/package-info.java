/**
 * Copies of the catalog that follow the control plane from afar.
 *
 * <p>The control plane numbers its metadata records in the order in which they became durable
 * ({@link io.cairndb.control.plane.watch.CatalogLog}). A watcher ({@link
 * io.cairndb.control.plane.watch.CatalogReplica}) begins with a snapshot and replays what follows,
 * as the control plane does itself. It tells gaps and repetitions by the numbers: it skips what it
 * knows and asks for what it lacks, which may be answered with a new snapshot.
 *
 * <p>Invariants: a replica is always some state the control plane was in, and never goes back to an
 * older one. No transport here; the encoding is {@link
 * io.cairndb.control.plane.codec.ControlCodec}.
 */
@NullMarked
package io.cairndb.control.plane.watch;

import org.jspecify.annotations.NullMarked;
