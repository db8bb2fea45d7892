/**
 * Internal cursors: one source of entries each, and their merge.
 *
 * <p>An {@link io.cairndb.storage.engine.cursor.EntryCursor} yields at most one version per key —
 * the newest its view may see — with deletions shown as entries without value; those for flushes
 * and compactions yield every version, newest first. Sources are ordered newest first, so that
 * {@link io.cairndb.storage.engine.cursor.MergingCursor} settles equal keys by position alone.
 * Nothing here knows files or memtables.
 */
@NullMarked
package io.cairndb.storage.engine.cursor;

import org.jspecify.annotations.NullMarked;
