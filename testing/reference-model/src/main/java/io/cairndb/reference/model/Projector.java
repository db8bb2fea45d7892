package io.cairndb.reference.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Cuts the parts at some paths out of an item: projections, UPDATED_OLD and UPDATED_NEW. */
final class Projector {
  private Projector() {}

  static Map<String, Value> project(Map<String, Value> item, List<DocumentPath> paths) {
    Map<Object, Object> tree = new LinkedHashMap<>();
    for (DocumentPath path : paths) {
      path.in(item).ifPresent(value -> graft(tree, path.steps(), value));
    }
    Map<String, Value> result = new LinkedHashMap<>();
    tree.forEach((name, node) -> result.put((String) name, grown(node)));
    return result;
  }

  @SuppressWarnings("unchecked") // inner nodes are the maps made here
  private static void graft(Map<Object, Object> tree, List<Object> steps, Value value) {
    Object step = steps.getFirst();
    if (steps.size() == 1) {
      tree.put(step, value);
      return;
    }
    boolean list = steps.get(1) instanceof Integer;
    Object child =
        tree.computeIfAbsent(step, absent -> list ? new TreeMap<>() : new LinkedHashMap<>());
    graft((Map<Object, Object>) child, steps.subList(1, steps.size()), value);
  }

  private static Value grown(Object node) {
    if (node instanceof Value value) {
      return value;
    }
    if (node instanceof TreeMap<?, ?> list) {
      List<Value> values = new ArrayList<>();
      list.values().forEach(child -> values.add(grown(child)));
      return new Value.Elements(values);
    }
    Map<String, Value> values = new LinkedHashMap<>();
    ((Map<?, ?>) node).forEach((name, child) -> values.put((String) name, grown(child)));
    return new Value.Document(values);
  }
}
