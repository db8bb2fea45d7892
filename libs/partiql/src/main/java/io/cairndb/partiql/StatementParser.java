package io.cairndb.partiql;

import io.cairndb.partiql.Expression.Field;
import io.cairndb.partiql.Expression.Path;
import io.cairndb.partiql.Expression.Step;
import io.cairndb.partiql.Statement.Assign;
import io.cairndb.partiql.Statement.Change;
import io.cairndb.partiql.Statement.OrderTerm;
import io.cairndb.partiql.Statement.Remove;
import io.cairndb.partiql.Statement.Returning;
import io.cairndb.partiql.Statement.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Parses statements. Confined to one statement. */
public final class StatementParser {
  private final TokenCursor tokens;
  private final ExpressionParser expressions;

  private StatementParser(String text) {
    this.tokens = new TokenCursor(Lexer.tokens(text));
    this.expressions = new ExpressionParser(tokens);
  }

  /**
   * A statement, and how many parameters it takes.
   *
   * @param parameters the number of {@code ?} in it
   */
  public record Parsed(Statement statement, int parameters) {}

  /**
   * Parses one statement.
   *
   * @throws InvalidStatementException when the text is none
   */
  public static Parsed parse(String text) {
    StatementParser parser = new StatementParser(text);
    Statement statement = parser.statement();
    parser.requireEnd();
    return new Parsed(statement, parser.expressions.parameters());
  }

  private Statement statement() {
    Token first = tokens.peek();
    if (first.kind() == Token.Kind.KEYWORD) {
      switch (first.text()) {
        case "select":
          return select();
        case "exists":
          return exists();
        case "insert":
          return insert();
        case "update":
          return update();
        case "delete":
          return delete();
        default:
          break;
      }
    }
    throw InvalidStatementException.notWellFormed("Expected data manipulation");
  }

  private void requireEnd() {
    if (tokens.takeSign(";") && !tokens.peek().isEnd()) {
      throw InvalidStatementException.notWellFormed(
          "Unexpected token after semicolon. (Only one query is allowed.)");
    }
    if (!tokens.peek().isEnd()) {
      throw InvalidStatementException.notWellFormed("Unexpected token after expression");
    }
  }

  private Statement exists() {
    tokens.next();
    tokens.expectSign("(", "LEFT_PAREN");
    if (!tokens.peek().isKeyword("select")) {
      throw InvalidStatementException.notWellFormed("Expected data manipulation");
    }
    Statement.Select select = select();
    tokens.expectSign(")", "RIGHT_PAREN");
    return new Statement.Exists(select);
  }

  private Statement.Select select() {
    tokens.next();
    List<Expression> columns = columns();
    tokens.expectKeyword("from", "Expected FROM after SELECT list");
    Source source = source();
    Optional<Expression> where = where();
    List<OrderTerm> order = order();
    Token rest = tokens.peek();
    if (rest.isKeyword("limit") || rest.isKeyword("group") || rest.isKeyword("having")) {
      throw new InvalidStatementException(
          "Unsupported clause: " + rest.text().toUpperCase(Locale.ROOT) + " at " + rest.position());
    }
    return new Statement.Select(columns, source, where, order);
  }

  private List<Expression> columns() {
    List<Expression> columns = new ArrayList<>();
    if (tokens.peek().isKeyword("from")) {
      throw InvalidStatementException.notWellFormed("Cannot have empty SELECT list");
    }
    boolean star = false;
    do {
      if (tokens.takeSign("*")) {
        star = true;
      } else {
        columns.add(expressions.expression());
      }
      if (star && (!columns.isEmpty() || tokens.peek().isSign(","))) {
        throw InvalidStatementException.notWellFormed(
            "Other expressions may not be present in the select list when '*' is used without dot"
                + " notation.");
      }
    } while (tokens.takeSign(","));
    return columns;
  }

  private Source source() {
    Path path = expressions.path();
    List<String> components = new ArrayList<>();
    for (Step step : path.steps()) {
      if (!(step instanceof Field(String name))) {
        throw ExpressionParser.unexpectedComponent(path.position());
      }
      if (name.isEmpty()) {
        throw new InvalidStatementException("Path component cannot be an empty string");
      }
      components.add(name);
    }
    if (components.size() > 2) {
      throw new InvalidStatementException(
          "A path may contain at most 2 components in the FROM clause");
    }
    return new Source(components);
  }

  private Source table() {
    Source source = source();
    if (source.index().isPresent()) {
      throw new InvalidStatementException("This operation is not supported on an index");
    }
    return source;
  }

  private Optional<Expression> where() {
    return tokens.takeKeyword("where") ? Optional.of(expressions.expression()) : Optional.empty();
  }

  private List<OrderTerm> order() {
    List<OrderTerm> order = new ArrayList<>();
    if (tokens.takeKeyword("order")) {
      tokens.expectKeyword("by", "Expected BY keyword");
      do {
        Expression key = expressions.expression();
        boolean ascending = tokens.takeKeyword("asc") || !tokens.takeKeyword("desc");
        order.add(new OrderTerm(key, ascending));
      } while (tokens.takeSign(","));
    }
    return order;
  }

  private Statement insert() {
    tokens.next();
    tokens.expectKeyword("into", "Expected data manipulation");
    Source source = source();
    if (source.index().isPresent()) {
      throw new InvalidStatementException("FROM clause may only contain a single table name");
    }
    tokens.expectKeyword("value", "Unexpected keyword");
    return new Statement.Insert(source, expressions.expression());
  }

  private Statement update() {
    tokens.next();
    Source source = table();
    List<Change> changes = new ArrayList<>();
    while (true) {
      if (tokens.takeKeyword("set")) {
        do {
          changes.add(assignment());
        } while (tokens.takeSign(","));
      } else if (tokens.takeKeyword("remove")) {
        changes.add(new Remove(expressions.path()));
      } else {
        break;
      }
    }
    if (changes.isEmpty()) {
      throw InvalidStatementException.notWellFormed("Expected data manipulation");
    }
    Optional<Expression> where = where();
    return new Statement.Update(source, changes, where, returning());
  }

  private Change assignment() {
    Path path = expressions.path();
    if (!tokens.takeSign("=")) {
      throw InvalidStatementException.notWellFormed("Expected '='");
    }
    return new Assign(path, expressions.expression());
  }

  private Statement delete() {
    tokens.next();
    tokens.expectKeyword("from", "Expected FROM after DELETE");
    Source source = table();
    Optional<Expression> where = where();
    return new Statement.Delete(source, where, returning());
  }

  private Optional<Returning> returning() {
    if (!tokens.takeKeyword("returning")) {
      return Optional.empty();
    }
    boolean all = tokens.takeKeyword("all");
    boolean modified = !all && tokens.takeKeyword("modified");
    boolean old = tokens.takeKeyword("old");
    boolean given = old || tokens.takeKeyword("new");
    if (!given || !(all || modified)) {
      throw InvalidStatementException.notWellFormed(
          "Expected ( MODIFIED | ALL ) ( NEW | OLD ) in each returning element.");
    }
    if (!tokens.takeSign("*")) {
      throw InvalidStatementException.notWellFormed("Unsupported syntax in RETURNING columns.");
    }
    if (all) {
      return Optional.of(old ? Returning.ALL_OLD : Returning.ALL_NEW);
    }
    return Optional.of(old ? Returning.MODIFIED_OLD : Returning.MODIFIED_NEW);
  }
}
