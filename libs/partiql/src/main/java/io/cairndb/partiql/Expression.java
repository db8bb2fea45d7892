package io.cairndb.partiql;

import java.util.List;

/** An expression as written, before anything is known of parameters and types. */
public sealed interface Expression {

  /** Of the token that messages point at. */
  Position position();

  /** An attribute, or a place in one. */
  record Path(List<Step> steps, Position position) implements Expression {
    public Path {
      steps = List.copyOf(steps);
      if (steps.isEmpty() || !(steps.getFirst() instanceof Field)) {
        throw new IllegalArgumentException("a path starts with a name: " + steps);
      }
    }
  }

  /** A step of a path. */
  sealed interface Step {}

  record Field(String name) implements Step {}

  record Index(int value) implements Step {}

  record Text(String value, Position position) implements Expression {}

  /** A number as written, its sign aside. */
  record Numeral(String digits, Position position) implements Expression {}

  record Bool(boolean value, Position position) implements Expression {}

  record Null(Position position) implements Expression {}

  record Missing(Position position) implements Expression {}

  /**
   * A value the request brings.
   *
   * @param ordinal from 0, in the order of the text
   */
  record Parameter(int ordinal, Position position) implements Expression {}

  record ListOf(List<Expression> elements, Position position) implements Expression {
    public ListOf {
      elements = List.copyOf(elements);
    }
  }

  /** A bag, which stands for a set. */
  record BagOf(List<Expression> elements, Position position) implements Expression {
    public BagOf {
      elements = List.copyOf(elements);
    }
  }

  record MapOf(List<Entry> entries, Position position) implements Expression {
    public MapOf {
      entries = List.copyOf(entries);
    }
  }

  /** A member of a map. */
  record Entry(Expression name, Expression value) {}

  /**
   * A function.
   *
   * @param name in lower case
   */
  record Call(String name, List<Expression> arguments, Position position) implements Expression {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  record Negative(Expression of, Position position) implements Expression {}

  record Not(Expression of, Position position) implements Expression {}

  /** Two terms or more joined by AND. */
  record And(List<Expression> terms, Position position) implements Expression {
    public And {
      terms = List.copyOf(terms);
    }
  }

  /** Two terms or more joined by OR. */
  record Or(List<Expression> terms, Position position) implements Expression {
    public Or {
      terms = List.copyOf(terms);
    }
  }

  /**
   * A comparison, or something else with two sides.
   *
   * @param operator {@code = <> < <= > >= + - * / % ||} or {@code like}
   */
  record Binary(String operator, Expression left, Expression right, Position position)
      implements Expression {}

  record Between(Expression value, Expression low, Expression high, Position position)
      implements Expression {}

  /**
   * @param options a list, or what may turn out to be one
   */
  record In(Expression value, Expression options, Position position) implements Expression {}

  /**
   * {@code IS MISSING}, {@code IS NULL}.
   *
   * @param what {@code missing}, {@code null} or the name of a type
   */
  record Is(Expression value, String what, boolean negated, Position position)
      implements Expression {}
}
