/**
 * Deletions of whole ranges of keys.
 *
 * <p>A range deletion hides every version of every key in its range that is older than itself.
 * {@link io.cairndb.storage.engine.range.RangeDeletions} holds those of one source — a memtable, a
 * table, or several together — cut into fragments that do not overlap, so that one search answers
 * what covers a key. The idea is that of RocksDB and Pebble.
 */
@NullMarked
package io.cairndb.storage.engine.range;

import org.jspecify.annotations.NullMarked;
