package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.CompactionFilters;
import io.cairndb.storage.engine.sstable.Sstable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** All live tables, by tree. Immutable; holds no references of its own. */
final class LsmVersion {
  static final LsmVersion EMPTY = empty(new TreePolicies(CompactionFilters.NONE));

  private final List<TreeLevels> trees;
  private final TreePolicies policies;
  private final int levelZeroMax;

  private LsmVersion(List<TreeLevels> trees, TreePolicies policies) {
    this.trees = trees;
    this.policies = policies;
    this.levelZeroMax =
        IntStream.range(0, trees.size())
            .filter(tree -> policies.of(tree).isLeveled())
            .map(tree -> trees.get(tree).levelZeroTables())
            .max()
            .orElse(0);
  }

  /** No tables. */
  static LsmVersion empty(TreePolicies policies) {
    return new LsmVersion(List.of(), policies);
  }

  TreeLevels tree(int id) {
    return id < trees.size() ? trees.get(id) : TreeLevels.EMPTY;
  }

  /** Trees with tables have ids below this. */
  int treeLimit() {
    return trees.size();
  }

  LsmVersion change(int tree, UnaryOperator<TreeLevels> change) {
    List<TreeLevels> copy = new ArrayList<>(trees);
    while (copy.size() <= tree) {
      copy.add(TreeLevels.EMPTY);
    }
    copy.set(tree, change.apply(copy.get(tree)));
    return new LsmVersion(List.copyOf(copy), policies);
  }

  /** Most tables that any tree of levels has in level 0. */
  int levelZeroMax() {
    return levelZeroMax;
  }

  List<Sstable> tables() {
    List<Sstable> tables = new ArrayList<>();
    trees.forEach(tree -> tables.addAll(tree.all()));
    return tables;
  }
}
