/**
 * What to compact: pure decisions over descriptions of tables, so that a script can show them.
 *
 * <p>A {@link io.cairndb.storage.engine.compaction.TreeShape} describes one tree's tables; a {@link
 * io.cairndb.storage.engine.compaction.Pick} names the tables to merge or move. Nothing here opens
 * a file, knows a thread or keeps state between two calls.
 *
 * <p>Invariants of every pick, whatever runs beside it: a table of level 0 goes down only with all
 * older tables of level 0 it shares keys with; what a merge meets on its way down is part of it; no
 * two picks of one tree share a table.
 */
@NullMarked
package io.cairndb.storage.engine.compaction;

import org.jspecify.annotations.NullMarked;
