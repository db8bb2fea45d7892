/**
 * The streams API: changes of a table's items in the order they were made, partition by partition.
 *
 * <p>A stream's shard is a partition of its table; its records are those of the partition's change
 * log made while the stream was enabled. Sequence numbers are places in the change log as decimal
 * digits of equal length, so that they compare as numbers and as text. Shard iterators are opaque,
 * carry all there is to know, and are checked when they come back; nothing is kept between
 * requests.
 *
 * <p>{@link io.cairndb.router.core.streams.StreamOperations} lists the operations; {@link
 * io.cairndb.router.core.streams.ChangeLogSource} is where records come from. A closed stream stays
 * readable for the retention of changes, also when its table is gone. Stateless and thread-safe.
 */
@NullMarked
package io.cairndb.router.core.streams;

import org.jspecify.annotations.NullMarked;
