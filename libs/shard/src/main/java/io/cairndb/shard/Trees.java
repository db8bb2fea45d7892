package io.cairndb.shard;

import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.Tree;

/**
 * The trees of a shard's engine.
 *
 * @param deletesRanges whether the engine's format has range deletions
 */
record Trees(Tree main, Tree changes, Tree ttl, Tree meta, boolean deletesRanges) {

  static Trees of(StorageEngine engine) {
    return new Trees(
        engine.tree("main"),
        engine.tree("changes"),
        engine.tree("ttl"),
        engine.tree("meta"),
        engine.format().isAtLeast(FormatVersion.VERSIONS));
  }
}
