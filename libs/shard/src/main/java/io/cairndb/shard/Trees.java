package io.cairndb.shard;

import io.cairndb.storage.engine.StorageEngine;
import io.cairndb.storage.engine.Tree;

/** The trees of a shard's engine. */
record Trees(Tree main, Tree changes, Tree ttl, Tree meta) {

  static Trees of(StorageEngine engine) {
    return new Trees(
        engine.tree("main"), engine.tree("changes"), engine.tree("ttl"), engine.tree("meta"));
  }
}
