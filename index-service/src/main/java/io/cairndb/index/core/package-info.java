/**
 * Global secondary indexes, fed from the change logs of their tables.
 *
 * <p>{@link io.cairndb.index.core.GlobalIndexFeeder} keeps one {@link
 * io.cairndb.index.core.SourceFeed} for every partition of every table with global indexes. A feed
 * reads the partition's changes in order, works out the entries they add and remove ({@link
 * io.cairndb.index.core.EntryChanges}), and sends them to the index's partitions.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>Exactly once: an index partition keeps, in the batch that changes its entries, how far it
 *       is in each source partition, and ignores what lies before. A feed may therefore repeat
 *       anything it is not sure of, and starts again from those cursors after a crash.
 *   <li>In order: a feed has one batch under way, so an entry ends as the last change left it.
 *   <li>Nothing is forgotten: changes are kept until every cursor has passed them, and a feed goes
 *       on trying for ever.
 *   <li>Bounded: a feed holds one batch, and a bounded number of feeds is at work at a time.
 * </ul>
 *
 * <p>Plain Java: logs, shards, time and threads come through the ports {@link
 * io.cairndb.index.core.ChangeSource}, {@link io.cairndb.index.core.IndexSink}, {@link
 * io.cairndb.index.core.Delays} and an executor.
 */
@NullMarked
package io.cairndb.index.core;

import org.jspecify.annotations.NullMarked;
