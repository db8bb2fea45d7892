package io.cairndb.reference.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A path into an item: names ({@code String}) and list positions ({@code Integer}). */
record DocumentPath(List<Object> steps) {
  /** The attribute the path starts at. */
  String top() {
    return (String) steps.getFirst();
  }

  /** What stands at the path in the item. */
  Optional<Value> in(Map<String, Value> item) {
    Value at = item.get(top());
    for (Object step : steps.subList(1, steps.size())) {
      if (at instanceof Value.Document document && step instanceof String name) {
        at = document.values().get(name);
      } else if (at instanceof Value.Elements elements
          && step instanceof Integer index
          && index < elements.values().size()) {
        at = elements.values().get(index);
      } else {
        return Optional.empty();
      }
    }
    return Optional.ofNullable(at);
  }

  boolean startsWith(DocumentPath other) {
    return steps.size() >= other.steps.size()
        && steps.subList(0, other.steps.size()).equals(other.steps);
  }

  /** How error messages print a path. */
  String printed() {
    List<String> parts = new ArrayList<>();
    steps.forEach(step -> parts.add(step instanceof Integer ? "[" + step + "]" : step.toString()));
    return parts.toString();
  }

  /** Whether at their first difference one goes into a map and the other into a list. */
  boolean conflictsWith(DocumentPath other) {
    for (int i = 0; i < Math.min(steps.size(), other.steps.size()); i++) {
      Object mine = steps.get(i);
      Object theirs = other.steps.get(i);
      if (!mine.equals(theirs)) {
        return !mine.getClass().equals(theirs.getClass());
      }
    }
    return false;
  }
}
