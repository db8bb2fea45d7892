package io.cairndb.router.core.items;

import io.cairndb.expressions.Document;
import io.cairndb.expressions.DocumentPath;
import io.cairndb.expressions.ItemDocument;
import io.cairndb.expressions.ProjectionList;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import io.cairndb.partiql.BoundStatement.Column;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns of a SELECT: flat, each under the last name of its path. */
record SelectColumns(List<Column> columns) {

  /** The attributes to read; empty for all. */
  Optional<ProjectionList> attributes() {
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    Set<String> roots = new LinkedHashSet<>();
    columns.forEach(column -> roots.add(column.path().root()));
    return Optional.of(new ProjectionList(roots.stream().map(DocumentPath::ofAttribute).toList()));
  }

  /** What is shown of an item. */
  Item of(Item item) {
    if (columns.isEmpty()) {
      return item;
    }
    Document document = ItemDocument.of(item);
    Map<String, AttributeValue> shown = new LinkedHashMap<>();
    for (Column column : columns) {
      AttributeValue value = column.path().resolve(document);
      if (value != null) {
        shown.put(column.label(), value);
      }
    }
    return Item.of(shown);
  }
}
