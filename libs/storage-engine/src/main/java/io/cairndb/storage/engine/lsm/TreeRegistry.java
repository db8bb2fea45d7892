package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.manifest.VersionEdit;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Trees by name. Thread-safe. Ids are dense from 0 and never reused. */
final class TreeRegistry {
  private final Map<String, Tree> byName = new ConcurrentHashMap<>();
  private final ManifestKeeper manifest;
  private volatile int count;

  TreeRegistry(ManifestKeeper manifest, Map<Integer, String> known) {
    this.manifest = manifest;
    known.forEach((id, name) -> byName.put(name, new Tree(id, name)));
    this.count = known.keySet().stream().mapToInt(id -> id + 1).max().orElse(0);
  }

  /** Finds or durably creates. */
  Tree tree(String name) throws IOException {
    Tree known = byName.get(name);
    return known != null ? known : create(name);
  }

  private synchronized Tree create(String name) throws IOException {
    Tree known = byName.get(name);
    if (known != null) {
      return known;
    }
    Tree created = new Tree(count, name);
    manifest.edit(
        List.of(new VersionEdit.TreeAdded(created.id(), name)), () -> count = created.id() + 1);
    byName.put(name, created);
    return created;
  }

  boolean knows(Tree tree) {
    return tree.id() >= 0 && tree.id() < count;
  }
}
