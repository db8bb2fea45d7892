/**
 * The write-ahead log: group commit, segments, replay.
 *
 * <p>{@link io.cairndb.storage.engine.wal.GroupCommitLog} takes batches from the writer and makes
 * whole groups of them durable on its own worker, so that the writer evaluates the next batches
 * while the disk works. {@link io.cairndb.storage.engine.wal.LogReplay} reads segments back.
 * Layout: {@code docs/formats/wal.md}. Sequence numbers have no gaps, within and across segments.
 */
@NullMarked
package io.cairndb.storage.engine.wal;

import org.jspecify.annotations.NullMarked;
