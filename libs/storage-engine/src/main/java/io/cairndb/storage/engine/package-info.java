/**
 * An embeddable, crash-safe key-value engine: ordered trees in one write-ahead log.
 *
 * <p>{@link io.cairndb.storage.engine.StorageEngine} is the whole public surface; what implements
 * it (memtable, WAL, SSTables, manifest, compaction) lives in sub-packages. Any number of writers
 * apply atomic batches, which take effect one after another; any number of readers work on
 * immutable views. The engine knows bytes only: no items, no schema, no clocks of its own.
 */
@NullMarked
package io.cairndb.storage.engine;

import org.jspecify.annotations.NullMarked;
