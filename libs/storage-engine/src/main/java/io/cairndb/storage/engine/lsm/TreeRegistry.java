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

  /**
   * The tree to be added by an edit of the caller's, which runs under the same lock as other
   * creations.
   */
  synchronized <T> T adding(String name, Adder<T> adder) throws IOException {
    if (byName.containsKey(name)) {
      throw new IllegalArgumentException("there is a tree of that name: " + name);
    }
    Tree added = new Tree(count, name);
    T result = adder.add(added);
    count = added.id() + 1;
    byName.put(name, added);
    return result;
  }

  /** Makes a tree durable in its own way. */
  @FunctionalInterface
  interface Adder<T> {
    T add(Tree tree) throws IOException;
  }

  boolean knows(Tree tree) {
    return tree.id() >= 0 && tree.id() < count;
  }
}
