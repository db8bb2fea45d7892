package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.CompactionFilter;
import io.cairndb.storage.engine.CompactionFilters;
import io.cairndb.storage.engine.TreeOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How each tree is to be compacted. Thread-safe; a tree is known before it has a table. */
final class TreePolicies {
  private final CompactionFilters filters;
  private final Map<Integer, Policy> byTree = new ConcurrentHashMap<>();

  /** What one tree asks for. */
  record Policy(TreeOptions options, @Nullable CompactionFilter filter) {
    boolean isLeveled() {
      return options.compaction() instanceof TreeOptions.Leveled;
    }
  }

  private static final Policy DEFAULT = new Policy(TreeOptions.DEFAULT, null);

  TreePolicies(CompactionFilters filters) {
    this.filters = filters;
  }

  void know(int tree, String name, TreeOptions options) {
    byTree.put(tree, new Policy(options, filters.of(name)));
  }

  Policy of(int tree) {
    return byTree.getOrDefault(tree, DEFAULT);
  }
}
