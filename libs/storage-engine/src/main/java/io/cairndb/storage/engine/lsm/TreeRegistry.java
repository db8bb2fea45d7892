package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Trees by name. Thread-safe. Ids are dense from 0 and never reused. */
final class TreeRegistry {
  private final Map<String, Tree> byName = new ConcurrentHashMap<>();
  private final ManifestKeeper manifest;
  private final TreePolicies policies;
  private volatile int count;

  TreeRegistry(ManifestKeeper manifest, TreePolicies policies, Map<Integer, String> known) {
    this.manifest = manifest;
    this.policies = policies;
    known.forEach((id, name) -> byName.put(name, new Tree(id, name)));
    this.count = known.keySet().stream().mapToInt(id -> id + 1).max().orElse(0);
  }

  /** Finds or durably creates. */
  Tree tree(String name) throws IOException {
    Tree known = byName.get(name);
    return known != null ? known : create(name, TreeOptions.DEFAULT);
  }

  /** Finds or durably creates; throws {@link IllegalStateException} if it has other options. */
  Tree tree(String name, TreeOptions options) throws IOException {
    Tree found = create(name, options);
    TreeOptions has = policies.of(found.id()).options();
    if (!has.equals(options)) {
      throw new IllegalStateException("tree " + name + " has other options: " + has);
    }
    return found;
  }

  private synchronized Tree create(String name, TreeOptions options) throws IOException {
    Tree known = byName.get(name);
    if (known != null) {
      return known;
    }
    Tree created = new Tree(count, name);
    policies.know(created.id(), name, options);
    manifest.edit(additions(created, options), () -> count = created.id() + 1);
    byName.put(name, created);
    return created;
  }

  /** What the manifest says of a new tree. */
  static List<Change> additions(Tree tree, TreeOptions options) {
    Change added = new VersionEdit.TreeAdded(tree.id(), tree.name());
    return options.equals(TreeOptions.DEFAULT)
        ? List.of(added)
        : List.of(added, new VersionEdit.TreeOptionsSet(tree.id(), options));
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
