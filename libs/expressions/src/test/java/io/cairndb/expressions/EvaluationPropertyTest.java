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
      List<NaiveUpdate.Action> actions = actions(expressions);
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

  private List<NaiveUpdate.Action> actions(RandomExpressions expressions) {
    List<NaiveUpdate.Action> actions = new ArrayList<>();
    for (int n = 1 + random.nextInt(2); n > 0; n--) {
      actions.add(action(expressions.pick(List.of("SET", "REMOVE", "ADD", "DELETE")), expressions));
    }
    return actions;
  }

  private NaiveUpdate.Action action(String section, RandomExpressions expressions) {
    RandomExpressions.Path path = expressions.path();
    return switch (section) {
      case "REMOVE" ->
          new NaiveUpdate.Action(
              section, path, path.text(), new RandomExpressions.Part("", item -> null));
      case "SET" -> {
        RandomExpressions.Part value = setValue(expressions);
        yield new NaiveUpdate.Action(section, path, path.text() + " = " + value.text(), value);
      }
      default -> {
        Object value = random.nextBoolean() ? (Object) 1L : new LinkedHashSet<>(Set.of("a", "b"));
        RandomExpressions.Part part =
            new RandomExpressions.Part(expressions.constant(value), item -> value);
        yield new NaiveUpdate.Action(section, path, path.text() + " " + part.text(), part);
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

  private static String text(List<NaiveUpdate.Action> actions) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    for (NaiveUpdate.Action action : actions) {
      sections.computeIfAbsent(action.section(), s -> new ArrayList<>()).add(action.text());
    }
    StringBuilder text = new StringBuilder();
    sections.forEach(
        (s, all) -> text.append(s).append(' ').append(String.join(", ", all)).append(' '));
    return text.toString();
  }
}
