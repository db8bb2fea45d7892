package io.cairndb.partiql;

import io.cairndb.expressions.Condition;
import io.cairndb.item.AttributeValue;
import io.cairndb.partiql.BoundStatement.Column;
import io.cairndb.partiql.BoundStatement.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the parameters of a request into a statement. */
public final class StatementBinder {
  private final ValueBinder values;
  private final ConditionBinder conditions;

  private StatementBinder(List<AttributeValue> parameters) {
    this.values = new ValueBinder(parameters);
    this.conditions = new ConditionBinder(values);
  }

  /**
   * Parses and binds a statement.
   *
   * @param parameters one for each {@code ?}, in order
   * @throws InvalidStatementException when the statement is none, has other parameters or asks for
   *     what no table could do
   */
  public static BoundStatement bind(String text, List<AttributeValue> parameters) {
    StatementParser.Parsed parsed = StatementParser.parse(text);
    if (parsed.parameters() != parameters.size()) {
      throw new InvalidStatementException(
          "Number of parameters in request and statement don't match.");
    }
    return new StatementBinder(parameters).bind(parsed.statement());
  }

  private BoundStatement bind(Statement statement) {
    return switch (statement) {
      case Statement.Select select -> select(select);
      case Statement.Exists exists -> new BoundStatement.Exists(select(exists.select()));
      case Statement.Insert insert ->
          new BoundStatement.Insert(insert.source(), item(insert.value()));
      case Statement.Update update ->
          new BoundStatement.Update(
              update.source(),
              new UpdateBinder(values).bind(update.changes()),
              where(update.where()),
              update.returning());
      case Statement.Delete delete -> delete(delete);
    };
  }

  private BoundStatement.Select select(Statement.Select select) {
    List<Column> columns = new ArrayList<>();
    for (Expression column : select.columns()) {
      if (!(column instanceof Expression.Path path)) {
        throw ExpressionParser.unexpectedComponent(column.position());
      }
      columns.add(new Column(PathText.toDocumentPath(path), PathText.labelOf(path)));
    }
    List<Order> order = new ArrayList<>();
    for (Statement.OrderTerm term : select.order()) {
      if (!(term.key() instanceof Expression.Path path)) {
        throw ExpressionParser.unexpectedComponent(term.key().position());
      }
      order.add(new Order(PathText.of(path), term.ascending()));
    }
    return new BoundStatement.Select(select.source(), columns, where(select.where()), order);
  }

  private BoundStatement delete(Statement.Delete delete) {
    delete
        .returning()
        .filter(returning -> returning != Statement.Returning.ALL_OLD)
        .ifPresent(
            returning -> {
              throw new InvalidStatementException(
                  "Invalid returning clause: "
                      + returning.text()
                      + ". Only RETURNING ALL OLD * is allowed in DELETE statements.");
            });
    return new BoundStatement.Delete(delete.source(), where(delete.where()), delete.returning());
  }

  private Optional<Condition> where(Optional<Expression> where) {
    return where.map(conditions::bind);
  }

  private Map<String, AttributeValue> item(Expression value) {
    if (values.value(value) instanceof AttributeValue.M(Map<String, AttributeValue> item)) {
      return item;
    }
    throw new InvalidStatementException(
        "Expected a map as the item to insert at " + value.position());
  }
}
