package io.cairndb.expressions;

import io.cairndb.expressions.DocumentPath.Element;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Paths that do not overlap, as a tree: what is done at each place hangs on a leaf. Confined to one
 * evaluation.
 *
 * @param <T> what hangs on a leaf
 */
final class PathTree<T> {
  private final Map<Element, PathTree<T>> children = new LinkedHashMap<>();
  private @Nullable T leaf;

  void put(DocumentPath path, T value) {
    PathTree<T> node = this;
    for (Element element : path.elements()) {
      node = node.children.computeIfAbsent(element, ignored -> new PathTree<>());
    }
    node.leaf = value;
  }

  /** In the order in which the paths were put. */
  Map<Element, PathTree<T>> children() {
    return children;
  }

  /** Null on inner nodes. */
  @Nullable T leaf() {
    return leaf;
  }
}
