package io.cairndb.expressions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes random conditions as text, and beside the text what it means in the naive model. */
final class RandomExpressions {
  record Case(String text, Predicate<Map<String, Object>> meaning) {}

  record Part(String text, Function<Map<String, Object>, @Nullable Object> meaning) {}

  record Path(String text, List<Object> steps) {}

  private static final List<String> COMPARATORS = List.of("=", "<>", "<", "<=", ">", ">=");
  private static final List<String> TYPES =
      List.of("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "L", "M");

  private final SplittableRandom random;
  final Map<String, Object> constants = new LinkedHashMap<>();
  final Map<String, String> names = new LinkedHashMap<>();

  RandomExpressions(SplittableRandom random) {
    this.random = random;
  }

  Case condition(int depth) {
    if (depth == 0) {
      return predicate();
    }
    return switch (random.nextInt(4)) {
      case 0 -> {
        Case term = atom(depth);
        yield new Case("NOT " + term.text(), item -> !term.meaning().test(item));
      }
      case 1 -> {
        Case left = atom(depth);
        Case right = atom(depth);
        yield new Case(
            left.text() + " AND " + right.text(),
            item -> left.meaning().test(item) && right.meaning().test(item));
      }
      case 2 -> {
        // Without parentheses: AND binds closer.
        Case left = atom(depth);
        Case middle = atom(depth);
        Case right = atom(depth);
        yield new Case(
            left.text() + " or " + middle.text() + " and " + right.text(),
            item ->
                left.meaning().test(item)
                    || (middle.meaning().test(item) && right.meaning().test(item)));
      }
      default -> predicate();
    };
  }

  private Case atom(int depth) {
    Case inner = condition(depth - 1);
    return new Case("(" + inner.text() + ")", inner.meaning());
  }

  private Case predicate() {
    return switch (random.nextInt(9)) {
      case 0, 1, 2 -> {
        Part left = operand();
        Part right = operand();
        String operator = pick(COMPARATORS);
        yield new Case(
            left.text() + operator + right.text(),
            item ->
                NaiveModel.compare(
                    operator, left.meaning().apply(item), right.meaning().apply(item)));
      }
      case 3 -> {
        Part value = operand();
        Part low = operand();
        Part high = operand();
        yield new Case(
            value.text() + " BETWEEN " + low.text() + " AND " + high.text(),
            item ->
                NaiveModel.compare(">=", value.meaning().apply(item), low.meaning().apply(item))
                    && NaiveModel.compare(
                        "<=", value.meaning().apply(item), high.meaning().apply(item)));
      }
      case 4 -> {
        Part value = operand();
        Part first = operand();
        Part second = operand();
        yield new Case(
            value.text() + " IN (" + first.text() + ", " + second.text() + ")",
            item ->
                NaiveModel.compare("=", value.meaning().apply(item), first.meaning().apply(item))
                    || NaiveModel.compare(
                        "=", value.meaning().apply(item), second.meaning().apply(item)));
      }
      case 5 -> {
        Path path = path();
        boolean exists = random.nextBoolean();
        yield new Case(
            (exists ? "attribute_exists(" : "attribute_not_exists(") + path.text() + ")",
            item -> (NaiveModel.resolve(item, path.steps()) != null) == exists);
      }
      case 6 -> {
        Path path = path();
        String type = pick(TYPES);
        yield new Case(
            "attribute_type(" + path.text() + ", " + constant(type) + ")",
            item -> {
              Object value = NaiveModel.resolve(item, path.steps());
              return value != null && NaiveModel.typeCode(value).equals(type);
            });
      }
      case 7 -> {
        Part value = operand();
        Part prefix = operand();
        yield new Case(
            "begins_with(" + value.text() + ", " + prefix.text() + ")",
            item ->
                NaiveModel.beginsWith(value.meaning().apply(item), prefix.meaning().apply(item)));
      }
      default -> {
        Part value = operand();
        Part element = operand();
        yield new Case(
            "contains(" + value.text() + ", " + element.text() + ")",
            item ->
                NaiveModel.contains(value.meaning().apply(item), element.meaning().apply(item)));
      }
    };
  }

  private Part operand() {
    if (random.nextInt(3) == 0) {
      Object value = NaiveModel.value(random, 1);
      return new Part(constant(value), item -> value);
    }
    Path path = path();
    Part attribute = new Part(path.text(), item -> NaiveModel.resolve(item, path.steps()));
    if (random.nextInt(5) > 0) {
      return attribute;
    }
    return new Part(
        "size(" + attribute.text() + ")", item -> NaiveModel.size(attribute.meaning().apply(item)));
  }

  Path path() {
    String root = NaiveModel.name(random);
    StringBuilder text = new StringBuilder(written(root));
    List<Object> steps = new ArrayList<>(List.of(root));
    for (int i = random.nextInt(3); i > 0; i--) {
      if (random.nextBoolean()) {
        int index = random.nextInt(3);
        text.append('[').append(index).append(']');
        steps.add(index);
      } else {
        String name = NaiveModel.name(random);
        text.append('.').append(written(name));
        steps.add(name);
      }
    }
    return new Path(text.toString(), steps);
  }

  private String written(String name) {
    if (random.nextBoolean()) {
      return name;
    }
    names.put("#" + name, name);
    return "#" + name;
  }

  String constant(Object value) {
    String reference = ":v" + constants.size();
    constants.put(reference, value);
    return reference;
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  Substitutions substitutions() {
    return new Substitutions(names, NaiveModel.toItem(constants));
  }
}
