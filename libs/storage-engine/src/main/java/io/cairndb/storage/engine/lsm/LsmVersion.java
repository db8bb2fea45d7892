package io.cairndb.storage.engine.lsm;

import io.cairndb.storage.engine.sstable.Sstable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** All live tables, by tree. Immutable; holds no references of its own. */
final class LsmVersion {
  static final LsmVersion EMPTY = new LsmVersion(List.of());

  private final List<TreeLevels> trees;
  private final int levelZeroMax;

  private LsmVersion(List<TreeLevels> trees) {
    this.trees = trees;
    this.levelZeroMax = trees.stream().mapToInt(TreeLevels::levelZeroTables).max().orElse(0);
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
    return new LsmVersion(List.copyOf(copy));
  }

  /** Most tables that any tree has in level 0. */
  int levelZeroMax() {
    return levelZeroMax;
  }

  List<Sstable> tables() {
    List<Sstable> tables = new ArrayList<>();
    trees.forEach(tree -> tables.addAll(tree.all()));
    return tables;
  }
}
