package io.cairndb.expressions;

import io.cairndb.expressions.DocumentPath.Element;
import io.cairndb.expressions.DocumentPath.Index;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What DynamoDB asks of several paths in one expression. The paths are put into a tree, one after
 * another, so the work grows with their length and not with the number of pairs: an expression may
 * hold hundreds of paths of names of 64 KB.
 */
final class PathRules {
  private PathRules() {}

  /**
   * No path may lead into another, and none may treat as a list what another treats as a map.
   *
   * @throws InvalidExpressionException naming the first pair that does
   */
  static void requireDisjoint(Binding binding, List<DocumentPath> paths) {
    if (paths.size() < 2) {
      return;
    }
    Node overlaps = new Node();
    for (int i = 0; i < paths.size(); i++) {
      int earlier = overlaps.add(paths.get(i), i, PathRules::overlap);
      if (earlier != NONE) {
        throw collision(binding, "overlap", paths.get(earlier), paths.get(i));
      }
    }
    Node conflicts = new Node();
    for (int i = 0; i < paths.size(); i++) {
      int earlier = conflicts.add(paths.get(i), i, Node::firstOfOtherKind);
      if (earlier != NONE) {
        throw collision(binding, "conflict", paths.get(earlier), paths.get(i));
      }
    }
  }

  private static final int NONE = Integer.MAX_VALUE;

  /** The first earlier path that collides with one where it meets a node; {@link #NONE} if none. */
  private interface Collision {
    int at(Node node, @Nullable Element next);
  }

  /** Paths overlap where one of them ends on the way of the other. */
  private static int overlap(Node node, @Nullable Element next) {
    return next == null ? node.firstThrough : node.firstEnding;
  }

  /** A place that earlier paths pass or end at. Confined to one check. */
  private static final class Node {
    private final Map<Element, Node> children = new HashMap<>(4);
    private int firstThrough = NONE;
    private int firstEnding = NONE;
    private int firstToIndex = NONE;
    private int firstToName = NONE;

    /** Adds a path; returns the first of those before it that it collides with. */
    int add(DocumentPath path, int number, Collision collision) {
      int earlier = NONE;
      Node node = this;
      for (Element element : path.elements()) {
        earlier = Math.min(earlier, collision.at(node, element));
        node.pass(element, number);
        node = node.children.computeIfAbsent(element, ignored -> new Node());
      }
      earlier = Math.min(earlier, collision.at(node, null));
      node.firstThrough = Math.min(node.firstThrough, number);
      node.firstEnding = Math.min(node.firstEnding, number);
      return earlier;
    }

    private void pass(Element next, int number) {
      firstThrough = Math.min(firstThrough, number);
      if (next instanceof Index) {
        firstToIndex = Math.min(firstToIndex, number);
      } else {
        firstToName = Math.min(firstToName, number);
      }
    }

    int firstOfOtherKind(@Nullable Element next) {
      if (next == null) {
        return NONE;
      }
      return next instanceof Index ? firstToName : firstToIndex;
    }
  }

  private static InvalidExpressionException collision(
      Binding binding, String how, DocumentPath first, DocumentPath second) {
    return binding.invalid(
        "Two document paths "
            + how
            + " with each other; must remove or rewrite one of these paths; path one: "
            + first
            + ", path two: "
            + second);
  }
}
