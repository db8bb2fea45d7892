package io.cairndb.partiql;

import io.cairndb.partiql.Expression.Entry;
import io.cairndb.partiql.Expression.Step;
import io.cairndb.partiql.Statement.Change;
import io.cairndb.partiql.Statement.OrderTerm;
import io.cairndb.partiql.Statement.Returning;
import io.cairndb.partiql.Statement.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Statements of any form the grammar has, sensible or not. */
final class RandomStatements {
  private static final String[] NAMES = {
    "a", "b", "Artist", "size", "select", "two words", "it\"s", "x.y", "$v", "_1", "é"
  };
  private static final String[] TEXTS = {"", "x", "it's", "--", "/*", "\n", "\"", "?", "é"};
  private static final String[] NUMERALS = {"0", "1", "2.50", "1E3", "1.5e-3", ".5", "7."};
  private static final String[] OPERATORS = {
    "=", "<>", "<", "<=", ">", ">=", "+", "-", "*", "/", "%", "||", "like"
  };
  private static final String[] FUNCTIONS = {"begins_with", "size", "contains", "f", "exists"};
  private static final Position AT = Position.NOWHERE;

  private final Random random;

  RandomStatements(Random random) {
    this.random = random;
  }

  Statement statement() {
    return switch (random.nextInt(5)) {
      case 0 -> select();
      case 1 -> new Statement.Exists(select());
      case 2 -> new Statement.Insert(new Source(List.of(name())), expression(4));
      case 3 ->
          new Statement.Update(
              new Source(List.of(name())), some(1, this::change), maybeWhere(), maybeReturning());
      default -> new Statement.Delete(new Source(List.of(name())), maybeWhere(), maybeReturning());
    };
  }

  private Statement.Select select() {
    List<String> components = random.nextBoolean() ? List.of(name()) : List.of(name(), name());
    List<OrderTerm> order = some(0, () -> new OrderTerm(expression(2), random.nextBoolean()));
    return new Statement.Select(
        some(0, () -> expression(2)), new Source(components), maybeWhere(), order);
  }

  private Change change() {
    return random.nextBoolean()
        ? new Statement.Remove(path())
        : new Statement.Assign(path(), expression(3));
  }

  private Optional<Expression> maybeWhere() {
    return random.nextBoolean() ? Optional.empty() : Optional.of(expression(5));
  }

  private Optional<Returning> maybeReturning() {
    return random.nextBoolean()
        ? Optional.empty()
        : Optional.of(Returning.values()[random.nextInt(4)]);
  }

  private Expression expression(int depth) {
    if (depth == 0 || random.nextInt(4) == 0) {
      return leaf();
    }
    Supplier<Expression> inner = () -> expression(depth - 1);
    return switch (random.nextInt(12)) {
      case 0 -> new Expression.And(some(2, inner), AT);
      case 1 -> new Expression.Or(some(2, inner), AT);
      case 2 -> new Expression.Not(inner.get(), AT);
      case 3 -> new Expression.Negative(inner.get(), AT);
      case 4 -> new Expression.Between(inner.get(), inner.get(), inner.get(), AT);
      case 5 -> new Expression.In(inner.get(), options(inner), AT);
      case 6 ->
          new Expression.Is(
              inner.get(), random.nextBoolean() ? "missing" : "null", random.nextBoolean(), AT);
      case 7 -> new Expression.ListOf(some(0, inner), AT);
      case 8 -> new Expression.BagOf(some(0, inner), AT);
      case 9 -> new Expression.MapOf(some(0, () -> new Entry(inner.get(), inner.get())), AT);
      case 10 -> new Expression.Call(one(FUNCTIONS), some(0, inner), AT);
      default -> new Expression.Binary(one(OPERATORS), inner.get(), inner.get(), AT);
    };
  }

  /** In parentheses an expression after IN is a list of one, so that none are drawn. */
  private Expression options(Supplier<Expression> each) {
    return random.nextInt(4) == 0 ? leaf() : new Expression.ListOf(some(0, each), AT);
  }

  private Expression leaf() {
    return switch (random.nextInt(7)) {
      case 0 -> new Expression.Text(one(TEXTS), AT);
      case 1 -> new Expression.Numeral(one(NUMERALS), AT);
      case 2 -> new Expression.Bool(random.nextBoolean(), AT);
      case 3 -> new Expression.Null(AT);
      case 4 -> new Expression.Missing(AT);
      case 5 -> new Expression.Parameter(0, AT);
      default -> path();
    };
  }

  private Expression.Path path() {
    List<Step> steps = new ArrayList<>();
    steps.add(new Expression.Field(name()));
    steps.addAll(
        some(
            0,
            () ->
                random.nextBoolean()
                    ? new Expression.Field(name())
                    : new Expression.Index(random.nextInt(100))));
    return new Expression.Path(steps, AT);
  }

  private String name() {
    return one(NAMES);
  }

  private String one(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private <T> List<T> some(int least, Supplier<? extends T> each) {
    List<T> list = new ArrayList<>();
    int count = least + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      list.add(each.get());
    }
    return list;
  }
}
