package io.cairndb.router.core.items;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.item.AttributeValue;
import io.cairndb.partiql.BoundStatement;
import io.cairndb.partiql.InvalidStatementException;
import io.cairndb.partiql.StatementBinder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the statements of requests. */
final class Statements {
  private Statements() {}

  /**
   * Binds a statement.
   *
   * @param parameters null when the request has none
   * @throws DynamoDbException ValidationException
   */
  static BoundStatement bind(String text, @Nullable List<AttributeValue> parameters) {
    try {
      return StatementBinder.bind(text, parametersOf(parameters));
    } catch (InvalidStatementException fault) {
      throw DynamoDbErrors.validation(String.valueOf(fault.getMessage()));
    }
  }

  static List<AttributeValue> parametersOf(@Nullable List<AttributeValue> parameters) {
    return parameters == null ? List.of() : parameters;
  }

  /** Whether the statement writes, or is a condition of writes. */
  static boolean writes(BoundStatement statement) {
    return !(statement instanceof BoundStatement.Select);
  }

  static DynamoDbException existsOutsideOfTransaction() {
    return DynamoDbErrors.validation(
        "EXISTS can only be used in ExecuteTransaction write requests.");
  }
}
