/**
 * An embeddable, crash-safe key-value engine: ordered trees in one write-ahead log.
 *
 * <p>{@link io.cairndb.storage.engine.StorageEngine} is the whole public surface; what implements
 * it (memtable, WAL, SSTables, manifest, compaction) lives in sub-packages. One engine serves one
 * shard: a single writer applies atomic batches, any number of readers work on immutable views. The
 * engine knows bytes only: no items, no tables, no clocks of its own.
 */
@NullMarked
package io.cairndb.storage.engine;

import org.jspecify.annotations.NullMarked;
