package io.cairndb.partiql;

import java.util.List;
import java.util.Optional;

/** A statement as written. */
public sealed interface Statement {

  Source source();

  /**
   * A table, or a table and one of its indexes.
   *
   * @param components as written; one or two
   */
  record Source(List<String> components) {
    public Source {
      components = List.copyOf(components);
      if (components.isEmpty() || components.size() > 2) {
        throw new IllegalArgumentException("a table and at most an index: " + components);
      }
    }

    /** Name or ARN. */
    public String table() {
      return components.getFirst();
    }

    public Optional<String> index() {
      return components.size() > 1 ? Optional.of(components.getLast()) : Optional.empty();
    }
  }

  /**
   * {@code SELECT}.
   *
   * @param columns empty for {@code *}
   */
  record Select(
      List<Expression> columns, Source source, Optional<Expression> where, List<OrderTerm> order)
      implements Statement {
    public Select {
      columns = List.copyOf(columns);
      order = List.copyOf(order);
    }
  }

  /** One term of {@code ORDER BY}. */
  record OrderTerm(Expression key, boolean ascending) {}

  /** {@code EXISTS(SELECT …)}, a condition in a transaction. */
  record Exists(Select select) implements Statement {
    @Override
    public Source source() {
      return select.source();
    }
  }

  /** {@code INSERT INTO … VALUE …}. */
  record Insert(Source source, Expression value) implements Statement {}

  /** {@code UPDATE … SET … REMOVE … WHERE …}. */
  record Update(
      Source source,
      List<Change> changes,
      Optional<Expression> where,
      Optional<Returning> returning)
      implements Statement {
    public Update {
      changes = List.copyOf(changes);
    }
  }

  /** One change that an update makes. */
  sealed interface Change {
    Expression.Path path();
  }

  record Assign(Expression.Path path, Expression value) implements Change {}

  record Remove(Expression.Path path) implements Change {}

  /** {@code DELETE FROM … WHERE …}. */
  record Delete(Source source, Optional<Expression> where, Optional<Returning> returning)
      implements Statement {}

  /** {@code RETURNING … *}. */
  enum Returning {
    ALL_OLD,
    MODIFIED_OLD,
    ALL_NEW,
    MODIFIED_NEW;

    /** As in a statement. */
    public String text() {
      return "RETURNING " + name().replace('_', ' ') + " *";
    }
  }
}
