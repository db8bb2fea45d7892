package io.cairndb.storage.engine.tool;

import io.cairndb.storage.engine.manifest.Catalog;
import io.cairndb.storage.engine.wal.LogReplay;
import org.jspecify.annotations.Nullable;

/** Reads a log for nothing but whether all it speaks of is in trees that the catalog names. */
record KnownTrees(Catalog catalog) implements LogReplay.Sink {
  @Override
  public void operation(int tree, byte[] key, byte @Nullable [] value, long sequence) {
    if (!catalog.trees().containsKey(tree)) {
      throw new IllegalArgumentException("the manifest has no tree " + tree);
    }
  }

  @Override
  public void deleteRange(int tree, byte[] from, byte[] end, long sequence) {
    operation(tree, from, null, sequence);
  }

  @Override
  public void batchEnd(long sequence, long timestamp) {}
}
