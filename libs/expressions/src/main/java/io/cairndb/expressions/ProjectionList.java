package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.List;
import java.util.Map;

/** The parts of an item a request asks for. No two paths overlap. */
public record ProjectionList(List<DocumentPath> paths) {
  public ProjectionList {
    paths = List.copyOf(paths);
  }

  /** The parts that exist. Elements picked from a list stay in order and close up. */
  public Map<String, AttributeValue> apply(Document document) {
    return Projector.project(paths, document);
  }

  /** As {@link #apply(Document)}; top-level attributes are copied without being decoded. */
  public Item apply(Item item) {
    for (DocumentPath path : paths) {
      if (path.isNested()) {
        return Item.of(apply(ItemDocument.of(item)));
      }
    }
    return item.project(topLevelNames());
  }

  /** The top-level attributes the paths lead into, each once, in order. */
  public List<String> topLevelNames() {
    return paths.stream().map(DocumentPath::root).distinct().toList();
  }
}
