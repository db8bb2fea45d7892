package io.cairndb.partiql;

import io.cairndb.expressions.Condition;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.UpdateProgram;
import io.cairndb.item.AttributeValue;
import io.cairndb.partiql.Statement.Returning;
import io.cairndb.partiql.Statement.Source;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A statement with its parameters in place: what it asks, in terms of items. */
public sealed interface BoundStatement {

  Source source();

  /**
   * Reads items.
   *
   * @param columns empty for whole items
   */
  record Select(Source source, List<Column> columns, Optional<Condition> where, List<Order> order)
      implements BoundStatement {
    public Select {
      columns = List.copyOf(columns);
      order = List.copyOf(order);
    }
  }

  /**
   * A column of what is read.
   *
   * @param label the name it has in the answer
   */
  record Column(DocumentPath path, String label) {}

  /** Part of the order of what is read. */
  record Order(String attribute, boolean ascending) {}

  /** Demands that an item matches; part of a transaction. */
  record Exists(Select select) implements BoundStatement {
    @Override
    public Source source() {
      return select.source();
    }
  }

  /** Adds an item that must not be there. */
  record Insert(Source source, Map<String, AttributeValue> item) implements BoundStatement {
    public Insert {
      item = Collections.unmodifiableMap(new LinkedHashMap<>(item));
    }
  }

  /** Changes an item that must be there. */
  record Update(
      Source source,
      UpdateProgram program,
      Optional<Condition> where,
      Optional<Returning> returning)
      implements BoundStatement {}

  /** Removes an item. */
  record Delete(Source source, Optional<Condition> where, Optional<Returning> returning)
      implements BoundStatement {}
}
