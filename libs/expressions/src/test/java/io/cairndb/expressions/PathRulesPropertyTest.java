package io.cairndb.expressions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.expressions.DocumentPath.Element;
import io.cairndb.expressions.DocumentPath.Index;
import io.cairndb.expressions.DocumentPath.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The rules on several paths, held against a comparison of every pair: the same pair is named. */
final class PathRulesPropertyTest {
  @Test
  void theFirstPairOfAllIsNamed() {
    SplittableRandom random = Seeds.random(PathRulesPropertyTest.class);
    int overlaps = 0;
    int conflicts = 0;
    int fine = 0;
    for (int i = 0; i < 20_000; i++) {
      List<DocumentPath> paths = new ArrayList<>();
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        paths.add(path(random));
      }
      String expected = expected(paths);
      assertEquals(expected, actual(paths), paths.toString());
      overlaps += expected.contains("overlap") ? 1 : 0;
      conflicts += expected.contains("conflict") ? 1 : 0;
      fine += expected.isEmpty() ? 1 : 0;
    }
    assertTrue(overlaps > 100 && conflicts > 100 && fine > 100);
  }

  private static DocumentPath path(SplittableRandom random) {
    List<Element> elements = new ArrayList<>();
    elements.add(new Name("n" + random.nextInt(3)));
    for (int n = random.nextInt(4); n > 0; n--) {
      elements.add(
          random.nextBoolean() ? new Name("n" + random.nextInt(3)) : new Index(random.nextInt(3)));
    }
    return new DocumentPath(elements);
  }

  private static String actual(List<DocumentPath> paths) {
    try {
      PathRules.requireDisjoint(new Binding(ExpressionKind.UPDATE, Substitutions.none()), paths);
      return "";
    } catch (InvalidExpressionException invalid) {
      String message = String.valueOf(invalid.getMessage());
      return message.substring(message.indexOf("Two document paths"));
    }
  }

  private static String expected(List<DocumentPath> paths) {
    for (String how : List.of("overlap", "conflict")) {
      for (int second = 1; second < paths.size(); second++) {
        for (int first = 0; first < second; first++) {
          if (how.equals(relation(paths.get(first).elements(), paths.get(second).elements()))) {
            return "Two document paths "
                + how
                + " with each other; must remove or rewrite one of these paths; path one: "
                + paths.get(first)
                + ", path two: "
                + paths.get(second);
          }
        }
      }
    }
    return "";
  }

  private static String relation(List<Element> one, List<Element> two) {
    for (int i = 0; i < Math.min(one.size(), two.size()); i++) {
      if (!one.get(i).equals(two.get(i))) {
        boolean sameKind = one.get(i) instanceof Index == two.get(i) instanceof Index;
        return sameKind ? "apart" : "conflict";
      }
    }
    return "overlap";
  }
}
