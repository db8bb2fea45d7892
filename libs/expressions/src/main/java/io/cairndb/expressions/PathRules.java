package io.cairndb.expressions;

import io.cairndb.expressions.DocumentPath.Element;
import io.cairndb.expressions.DocumentPath.Index;
import java.util.List;

/** What DynamoDB asks of several paths in one expression. */
final class PathRules {
  private PathRules() {}

  /**
   * No path may lead into another, and none may treat as a list what another treats as a map.
   *
   * @throws InvalidExpressionException naming the first pair that does
   */
  static void requireDisjoint(Binding binding, List<DocumentPath> paths) {
    for (int second = 1; second < paths.size(); second++) {
      for (int first = 0; first < second; first++) {
        if (overlap(paths.get(first), paths.get(second))) {
          throw collision(binding, "overlap", paths.get(first), paths.get(second));
        }
      }
    }
    for (int second = 1; second < paths.size(); second++) {
      for (int first = 0; first < second; first++) {
        if (conflict(paths.get(first), paths.get(second))) {
          throw collision(binding, "conflict", paths.get(first), paths.get(second));
        }
      }
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

  private static boolean overlap(DocumentPath first, DocumentPath second) {
    int shared = Math.min(first.elements().size(), second.elements().size());
    return sharedPrefix(first, second) == shared;
  }

  private static boolean conflict(DocumentPath first, DocumentPath second) {
    int at = sharedPrefix(first, second);
    Element one = first.elements().get(at);
    Element two = second.elements().get(at);
    return one instanceof Index != two instanceof Index;
  }

  private static int sharedPrefix(DocumentPath first, DocumentPath second) {
    int shared = Math.min(first.elements().size(), second.elements().size());
    int i = 0;
    while (i < shared && first.elements().get(i).equals(second.elements().get(i))) {
      i++;
    }
    return i;
  }
}
