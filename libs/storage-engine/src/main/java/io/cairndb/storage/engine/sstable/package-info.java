/**
 * Immutable sorted files: writer, reader, filter, block cache.
 *
 * <p>{@link io.cairndb.storage.engine.sstable.SstableWriter} turns ordered entries into a file of
 * prefix-compressed, checksummed blocks, a filter, an index and properties behind a versioned
 * footer; {@link io.cairndb.storage.engine.sstable.Sstable} reads one, checking every checksum on
 * the way from disk. Layout: {@code docs/formats/sstable.md}. A table holds entries of one tree, of
 * each key the versions that somebody may read, and deleted ranges. Readers share open tables by
 * reference count; the file of an obsolete table disappears with its last reader.
 */
@NullMarked
package io.cairndb.storage.engine.sstable;

import org.jspecify.annotations.NullMarked;
