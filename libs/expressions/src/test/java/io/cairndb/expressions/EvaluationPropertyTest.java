package io.cairndb.expressions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random expressions on random items mean the same to the compiler and to a naive second reading of
 * the documentation, whether the item is a map or encoded.
 */
class EvaluationPropertyTest {
  private static final int CASES = 20_000;

  private final SplittableRandom random = Seeds.random(EvaluationPropertyTest.class);
  private final ExpressionCompiler compiler = new ExpressionCompiler(64);

  @Test
  void conditionsMeanWhatTheySay() {
    int compared = 0;
    int held = 0;
    for (int i = 0; i < CASES; i++) {
      RandomExpressions expressions = new RandomExpressions(random);
      RandomExpressions.Case written = expressions.condition(random.nextInt(3));
      Map<String, Object> item = NaiveModel.map(random, 3);
      Condition condition;
      try {
        condition =
            compiler.condition(ExpressionKind.FILTER, written.text(), expressions.substitutions());
      } catch (InvalidExpressionException refused) {
        continue;
      }
      boolean expected = written.meaning().test(item);
      String hint = written.text() + " with " + expressions.constants + " on " + item;
      Map<String, AttributeValue> attributes = NaiveModel.toItem(item);
      assertEquals(expected, condition.matches(Document.of(attributes)), hint);
      assertEquals(expected, condition.matches(ItemDocument.of(Item.of(attributes))), hint);
      compared++;
      held += expected ? 1 : 0;
    }
    assertTrue(compared > CASES / 3, "too few valid cases: " + compared);
    assertTrue(held > compared / 10 && held < compared * 9 / 10, "one-sided: " + held);
  }

  @Test
  void updatesDoWhatTheySay() {
    int succeeded = 0;
    int failed = 0;
    for (int i = 0; i < CASES; i++) {
      RandomExpressions expressions = new RandomExpressions(random);
      List<NaiveAction> actions = actions(expressions);
      Map<String, Object> item = NaiveModel.map(random, 3);
      UpdateProgram program;
      try {
        program = compiler.update(text(actions), expressions.substitutions());
      } catch (InvalidExpressionException refused) {
        continue;
      }
      String hint = text(actions) + " with " + expressions.constants + " on " + item;
      @Nullable Map<String, AttributeValue> expected = NaiveUpdate.apply(actions, item);
      @Nullable Map<String, AttributeValue> actual = null;
      try {
        actual = program.apply(Item.of(NaiveModel.toItem(item))).item().attributes();
      } catch (ExpressionEvaluationException refused) {
        failed++;
      }
      assertEquals(expected, actual, hint);
      succeeded += actual == null ? 0 : 1;
    }
    assertTrue(succeeded > CASES / 20, "too few successes: " + succeeded);
    assertTrue(failed > CASES / 10, "too few failures: " + failed);
  }

  @Test
  void projectionsKeepWhatTheyName() {
    int compared = 0;
    for (int i = 0; i < CASES; i++) {
      RandomExpressions expressions = new RandomExpressions(random);
      List<RandomExpressions.Path> paths = new ArrayList<>();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        paths.add(expressions.path());
      }
      String text = String.join(", ", paths.stream().map(RandomExpressions.Path::text).toList());
      Map<String, Object> item = NaiveModel.map(random, 3);
      ProjectionList projection;
      try {
        projection = compiler.projection(text, expressions.substitutions());
      } catch (InvalidExpressionException refused) {
        continue;
      }
      Map<String, AttributeValue> attributes = NaiveModel.toItem(item);
      Map<String, AttributeValue> expected = new LinkedHashMap<>();
      // Keeping a path is removing every other one: each leaf survives exactly when named.
      Object kept = NaiveUpdate.keep(item, paths.stream().map(p -> p.steps()).toList());
      if (kept != null) {
        expected.putAll(NaiveModel.toItem((Map<?, ?>) kept));
      }
      assertEquals(expected, projection.apply(Document.of(attributes)), text + " on " + item);
      assertEquals(Item.of(expected), projection.apply(Item.of(attributes)), text + " on " + item);
      compared++;
    }
    assertTrue(compared > CASES / 3, "too few valid cases: " + compared);
  }

  private record NaiveAction(
      String section, RandomExpressions.Path path, String text, RandomExpressions.Part value) {}

  private List<NaiveAction> actions(RandomExpressions expressions) {
    List<NaiveAction> actions = new ArrayList<>();
    for (int n = 1 + random.nextInt(2); n > 0; n--) {
      actions.add(action(expressions.pick(List.of("SET", "REMOVE", "ADD", "DELETE")), expressions));
    }
    return actions;
  }

  private NaiveAction action(String section, RandomExpressions expressions) {
    RandomExpressions.Path path = expressions.path();
    return switch (section) {
      case "REMOVE" ->
          new NaiveAction(section, path, path.text(), new RandomExpressions.Part("", item -> null));
      case "SET" -> {
        RandomExpressions.Part value = setValue(expressions);
        yield new NaiveAction(section, path, path.text() + " = " + value.text(), value);
      }
      default -> {
        Object value = random.nextBoolean() ? (Object) 1L : new LinkedHashSet<>(Set.of("a", "b"));
        RandomExpressions.Part part =
            new RandomExpressions.Part(expressions.constant(value), item -> value);
        yield new NaiveAction(section, path, path.text() + " " + part.text(), part);
      }
    };
  }

  private RandomExpressions.Part setValue(RandomExpressions expressions) {
    Object constant = random.nextBoolean() ? (Object) 2L : NaiveModel.value(random, 1);
    RandomExpressions.Part left =
        new RandomExpressions.Part(expressions.constant(constant), item -> constant);
    RandomExpressions.Path path = expressions.path();
    RandomExpressions.Part right =
        new RandomExpressions.Part(path.text(), item -> NaiveModel.resolve(item, path.steps()));
    return switch (random.nextInt(6)) {
      case 0 -> right;
      case 1 ->
          new RandomExpressions.Part(
              "if_not_exists(" + right.text() + ", " + left.text() + ")",
              item -> {
                Object found = right.meaning().apply(item);
                return found != null ? found : constant;
              });
      case 2 ->
          new RandomExpressions.Part(
              left.text() + " + " + right.text(),
              item -> NaiveUpdate.sum(constant, right.meaning().apply(item), 1));
      case 3 ->
          new RandomExpressions.Part(
              left.text() + " - " + right.text(),
              item -> NaiveUpdate.sum(constant, right.meaning().apply(item), -1));
      case 4 ->
          new RandomExpressions.Part(
              "list_append(" + right.text() + ", " + left.text() + ")",
              item -> NaiveUpdate.append(right.meaning().apply(item), constant));
      default -> left;
    };
  }

  private static String text(List<NaiveAction> actions) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    for (NaiveAction action : actions) {
      sections.computeIfAbsent(action.section(), s -> new ArrayList<>()).add(action.text());
    }
    StringBuilder text = new StringBuilder();
    sections.forEach(
        (s, all) -> text.append(s).append(' ').append(String.join(", ", all)).append(' '));
    return text.toString();
  }

  /** Updates done one by one on a copy in which lists are maps from position to element. */
  private static final class NaiveUpdate {
    private NaiveUpdate() {}

    static @Nullable Map<String, AttributeValue> apply(
        List<NaiveAction> actions, Map<String, Object> item) {
      Map<Object, Object> copy = new LinkedHashMap<>(item);
      copy.replaceAll((name, value) -> loosen(value));
      List<@Nullable Object> values = new ArrayList<>();
      for (NaiveAction action : actions) {
        Object value = action.value().meaning().apply(item);
        if (value == null && action.section().equals("SET")) {
          return null;
        }
        values.add(value);
      }
      for (int i = 0; i < actions.size(); i++) {
        if (!applyOne(actions.get(i), values.get(i), copy)) {
          return null;
        }
      }
      return NaiveModel.toItem((Map<?, ?>) tighten(copy));
    }

    @SuppressWarnings("unchecked")
    private static boolean applyOne(
        NaiveAction action, @Nullable Object value, Map<Object, Object> item) {
      List<Object> steps = action.path().steps();
      Map<Object, Object> parent = item;
      for (int i = 0; i < steps.size() - 1; i++) {
        Object next = parent.get(steps.get(i));
        Object following = steps.get(i + 1);
        if (!(next instanceof Map<?, ?>)
            || next instanceof TreeMap<?, ?> != following instanceof Integer) {
          return false;
        }
        parent = (Map<Object, Object>) next;
      }
      Object last = steps.getLast();
      Object old = parent.get(last);
      switch (action.section()) {
        case "SET" -> parent.put(last, loosen(java.util.Objects.requireNonNull(value)));
        case "REMOVE" -> parent.remove(last);
        case "ADD" -> {
          if (old == null) {
            parent.put(last, java.util.Objects.requireNonNull(value));
          } else if (old instanceof Long a && value instanceof Long b) {
            parent.put(last, a + b);
          } else if (sameSets(old, value)) {
            Set<Object> union = new LinkedHashSet<>((Set<?>) old);
            union.addAll((Set<?>) java.util.Objects.requireNonNull(value));
            parent.put(last, union);
          } else {
            return false;
          }
        }
        default -> {
          if (old != null && !sameSets(old, value)) {
            return false;
          }
          if (old instanceof Set<?> set) {
            Set<Object> rest = new LinkedHashSet<>(set);
            rest.removeAll((Set<?>) java.util.Objects.requireNonNull(value));
            if (rest.isEmpty()) {
              parent.remove(last);
            } else {
              parent.put(last, rest);
            }
          }
        }
      }
      return true;
    }

    private static boolean sameSets(Object old, @Nullable Object value) {
      return old instanceof Set<?> a
          && value instanceof Set<?> b
          && a.iterator().next().getClass() == b.iterator().next().getClass();
    }

    static @Nullable Object sum(Object left, @Nullable Object right, int sign) {
      return left instanceof Long a && right instanceof Long b ? (Object) (a + sign * b) : null;
    }

    static @Nullable Object append(@Nullable Object first, Object second) {
      if (first instanceof List<?> a && second instanceof List<?> b) {
        List<Object> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
      }
      return null;
    }

    /** The part of a value that the paths name, or null. An empty path names the value itself. */
    static @Nullable Object keep(Object value, List<List<Object>> paths) {
      if (paths.stream().anyMatch(List::isEmpty)) {
        return value;
      }
      if (value instanceof Map<?, ?> map) {
        Map<Object, Object> kept = new LinkedHashMap<>();
        map.forEach((name, child) -> keepChild(kept, name, child, paths));
        return kept.isEmpty() ? null : kept;
      }
      if (value instanceof List<?> list) {
        Map<Object, Object> kept = new LinkedHashMap<>();
        for (int i = 0; i < list.size(); i++) {
          keepChild(kept, i, list.get(i), paths);
        }
        return kept.isEmpty() ? null : new ArrayList<>(kept.values());
      }
      return null;
    }

    private static void keepChild(
        Map<Object, Object> kept, Object step, Object child, List<List<Object>> paths) {
      List<List<Object>> below = new ArrayList<>();
      for (List<Object> path : paths) {
        if (path.getFirst().equals(step)) {
          below.add(path.subList(1, path.size()));
        }
      }
      Object part = below.isEmpty() ? null : keep(child, below);
      if (part != null) {
        kept.put(step, part);
      }
    }

    private static Object loosen(Object value) {
      if (value instanceof List<?> list) {
        Map<Object, Object> loose = new TreeMap<>();
        for (int i = 0; i < list.size(); i++) {
          loose.put(i, loosen(list.get(i)));
        }
        return loose;
      }
      if (value instanceof Map<?, ?> map) {
        Map<Object, Object> loose = new LinkedHashMap<>();
        map.forEach((name, child) -> loose.put(name, loosen(child)));
        return loose;
      }
      return value;
    }

    private static Object tighten(Object value) {
      if (value instanceof TreeMap<?, ?> list) {
        return list.values().stream().map(NaiveUpdate::tighten).toList();
      }
      if (value instanceof Map<?, ?> map) {
        Map<Object, Object> tight = new LinkedHashMap<>();
        map.forEach((name, child) -> tight.put(name, tighten(child)));
        return tight;
      }
      return value;
    }
  }
}
