/**
 * The newest writes, in memory, ordered and multi-versioned.
 *
 * <p>{@link io.cairndb.storage.engine.memtable.MemTable} holds one skip list per tree. One writer
 * inserts; any number of readers walk the lists without locks, each seeing the versions up to its
 * own sequence number. A memtable belongs to one span of the log and is dropped as a whole when its
 * entries are in SSTables.
 */
@NullMarked
package io.cairndb.storage.engine.memtable;

import org.jspecify.annotations.NullMarked;
