/**
 * Which files make up the engine, and how that changes atomically.
 *
 * <p>{@link io.cairndb.storage.engine.manifest.Manifest} is a file of {@link
 * io.cairndb.storage.engine.manifest.VersionEdit edits}; replaying them gives a {@link
 * io.cairndb.storage.engine.manifest.Catalog}. An edit counts once it is synced. {@code CURRENT}
 * names the manifest in force and is replaced by rename. Layout: {@code docs/formats/manifest.md}.
 * What a table's file contains is no concern of this package.
 */
@NullMarked
package io.cairndb.storage.engine.manifest;

import org.jspecify.annotations.NullMarked;
