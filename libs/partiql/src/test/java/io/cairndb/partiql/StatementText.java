package io.cairndb.partiql;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Writes statements so that they parse to what they were: every name quoted, every term grouped.
 */
final class StatementText {
  private StatementText() {}

  static String of(Statement statement) {
    return switch (statement) {
      case Statement.Select select -> select(select);
      case Statement.Exists exists -> "EXISTS(" + select(exists.select()) + ")";
      case Statement.Insert insert ->
          "INSERT INTO " + source(insert.source()) + " VALUE " + of(insert.value());
      case Statement.Update update ->
          "UPDATE "
              + source(update.source())
              + update.changes().stream().map(StatementText::change).collect(Collectors.joining())
              + where(update.where())
              + returning(update.returning());
      case Statement.Delete delete ->
          "DELETE FROM "
              + source(delete.source())
              + where(delete.where())
              + returning(delete.returning());
    };
  }

  private static String select(Statement.Select select) {
    String columns = select.columns().isEmpty() ? "*" : joined(select.columns());
    String order =
        select.order().stream()
            .map(term -> of(term.key()) + (term.ascending() ? " ASC" : " DESC"))
            .collect(Collectors.joining(", "));
    return "SELECT "
        + columns
        + " FROM "
        + source(select.source())
        + where(select.where())
        + (order.isEmpty() ? "" : " ORDER BY " + order);
  }

  private static String source(Statement.Source source) {
    return source.components().stream().map(StatementText::name).collect(Collectors.joining("."));
  }

  private static String where(Optional<Expression> where) {
    return where.map(condition -> " WHERE " + of(condition)).orElse("");
  }

  private static String returning(Optional<Statement.Returning> returning) {
    return returning.map(wanted -> " " + wanted.text()).orElse("");
  }

  private static String change(Statement.Change change) {
    return switch (change) {
      case Statement.Assign assign -> " SET " + of(assign.path()) + " = " + of(assign.value());
      case Statement.Remove remove -> " REMOVE " + of(remove.path());
    };
  }

  static String of(Expression expression) {
    return switch (expression) {
      case Expression.Path path -> path(path);
      case Expression.Text text -> "'" + text.value().replace("'", "''") + "'";
      case Expression.Numeral numeral -> numeral.digits();
      case Expression.Bool bool -> bool.value() ? "TRUE" : "FALSE";
      case Expression.Null ignored -> "NULL";
      case Expression.Missing ignored -> "MISSING";
      case Expression.Parameter ignored -> "?";
      case Expression.ListOf list -> "[" + joined(list.elements()) + "]";
      case Expression.BagOf bag -> "<<" + joined(bag.elements()) + ">>";
      case Expression.MapOf map ->
          map.entries().stream()
              .map(entry -> of(entry.name()) + ": " + of(entry.value()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Expression.Call call -> call.name() + "(" + joined(call.arguments()) + ")";
      case Expression.Negative negative -> "(- " + of(negative.of()) + ")";
      case Expression.Not not -> "(NOT " + of(not.of()) + ")";
      case Expression.And and -> grouped(and.terms(), " AND ");
      case Expression.Or or -> grouped(or.terms(), " OR ");
      case Expression.Binary binary ->
          "(" + of(binary.left()) + " " + binary.operator() + " " + of(binary.right()) + ")";
      case Expression.Between between ->
          "("
              + of(between.value())
              + " BETWEEN "
              + of(between.low())
              + " AND "
              + of(between.high())
              + ")";
      case Expression.In in -> "(" + of(in.value()) + " IN " + of(in.options()) + ")";
      case Expression.Is is ->
          "(" + of(is.value()) + " IS " + (is.negated() ? "NOT " : "") + is.what() + ")";
    };
  }

  private static String path(Expression.Path path) {
    StringBuilder text = new StringBuilder();
    for (Expression.Step step : path.steps()) {
      switch (step) {
        case Expression.Field field ->
            text.append(text.isEmpty() ? "" : ".").append(name(field.name()));
        case Expression.Index index -> text.append('[').append(index.value()).append(']');
      }
    }
    return text.toString();
  }

  private static String name(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String joined(List<Expression> expressions) {
    return expressions.stream().map(StatementText::of).collect(Collectors.joining(", "));
  }

  private static String grouped(List<Expression> terms, String word) {
    Function<Expression, String> print = StatementText::of;
    return terms.stream().map(print).collect(Collectors.joining(word, "(", ")"));
  }
}
