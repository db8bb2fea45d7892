package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.FormatVersion;
import io.cairndb.storage.engine.Tree;
import io.cairndb.storage.engine.TreeOptions;
import io.cairndb.storage.engine.WriteBatch;
import io.cairndb.storage.engine.manifest.VersionEdit;
import io.cairndb.storage.engine.manifest.VersionEdit.Change;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Trees by name. Thread-safe. Ids are dense from 0 and never reused. */
final class TreeRegistry {
  private final Map<String, Tree> byName = new ConcurrentHashMap<>();
  private final ManifestKeeper manifest;
  private final TreePolicies policies;

  /** By id, of which a repair may have left some out; replaced as a whole. */
  private volatile @Nullable Tree[] byId;

  TreeRegistry(ManifestKeeper manifest, TreePolicies policies, Map<Integer, String> known) {
    this.manifest = manifest;
    this.policies = policies;
    this.byId = new @Nullable Tree[0];
    known.forEach((id, name) -> know(new Tree(id, name)));
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
    Tree created = new Tree(byId.length, name);
    policies.know(created.id(), name, options);
    manifest.edit(additions(created, options), () -> {});
    know(created);
    return created;
  }

  private void know(Tree added) {
    @Nullable Tree[] all = Arrays.copyOf(byId, Math.max(byId.length, added.id() + 1));
    all[added.id()] = added;
    byId = all;
    byName.put(added.name(), added);
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
    Tree added = new Tree(byId.length, name);
    T result = adder.add(added);
    know(added);
    return result;
  }

  /** Makes a tree durable in its own way. */
  @FunctionalInterface
  interface Adder<T> {
    T add(Tree tree) throws IOException;
  }

  /** Whether it is a tree of this engine, and not one of another that has its number. */
  boolean knows(Tree tree) {
    @Nullable Tree[] all = byId;
    return tree.id() >= 0 && tree.id() < all.length && tree.equals(all[tree.id()]);
  }

  /** Throws {@link IllegalArgumentException} for a tree of another engine. */
  void require(Tree tree) {
    if (!knows(tree)) {
      throw new IllegalArgumentException("not a tree of this engine: " + tree);
    }
  }

  /**
   * Refuses a batch that cannot be written as a whole.
   *
   * @throws IllegalArgumentException when it is too large, or a key or tree is none of this engine
   * @throws IllegalStateException when the directory's format does not have what it asks for
   */
  void requireValid(WriteBatch batch, EngineFiles files) {
    if (batch.bytes() > WriteBatch.BYTES_MAX) {
      throw new IllegalArgumentException(
          "a batch of " + batch.bytes() + " bytes: at most " + WriteBatch.BYTES_MAX);
    }
    List<WriteBatch.Operation> operations = batch.operations();
    for (int i = 0; i < operations.size(); i++) {
      WriteBatch.Operation operation = operations.get(i);
      if (!knows(operation.tree()) || operation.key().length == 0) {
        throw new IllegalArgumentException(
            "a write needs a tree of this engine and a key: " + operation.tree());
      }
      byte[] end = operation.end();
      if (end != null) {
        files.requireFormat(FormatVersion.VERSIONS, "deleting ranges");
      }
      int longest = Math.max(operation.key().length, end == null ? 0 : end.length);
      if (longest > WriteBatch.KEY_BYTES_MAX) {
        throw new IllegalArgumentException(
            "a key of " + longest + " bytes: at most " + WriteBatch.KEY_BYTES_MAX);
      }
    }
  }
}
