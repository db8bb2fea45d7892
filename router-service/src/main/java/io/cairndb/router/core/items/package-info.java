/**
 * The operations on items: what a request means for a table as it is, which partitions it goes to,
 * and what the answer says.
 *
 * <p>Every operation works in DynamoDB's observable order: the request in itself (the wire codec),
 * its expressions, the table, its keys and indexes, then the shards. {@link
 * io.cairndb.router.core.items.ItemOperations} makes all of them from the ports they share.
 *
 * <p>Point reads, single writes and Query never wait: they run where the request arrived and go on
 * where the shard's answer arrives. Scan, batches and transactions may wait and run on virtual
 * threads.
 *
 * <p>No state but caches of immutable plans. Conditions and updates are compiled here and evaluated
 * in the shards.
 */
@NullMarked
package io.cairndb.router.core.items;

import org.jspecify.annotations.NullMarked;
