/**
 * A storage node: opens the shards of a data directory, hands requests to them and looks after what
 * nobody asks for (expiry, retention, purges, recounts).
 *
 * <p>{@link io.cairndb.storage.node.StorageNode} is what others are wired to: requests by partition
 * for the coordination, the change log for streams and indexes, {@link
 * io.cairndb.storage.node.ShardAdministration} for the control plane. It implements none of their
 * ports itself, since a service knows no other; whoever wires them adapts.
 *
 * <p>Threads come from the factory given, time from the clock, files from the file system: the
 * whole node runs in a test without any of its own.
 */
@NullMarked
package io.cairndb.storage.node;

import org.jspecify.annotations.NullMarked;
