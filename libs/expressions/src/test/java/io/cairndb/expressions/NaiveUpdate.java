package io.cairndb.expressions;

import static java.util.Objects.requireNonNull;

import io.cairndb.item.AttributeValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Updates done one by one on a copy in which lists are maps from position to element. */
final class NaiveUpdate {
  /** One action of an update: where, how it is written, and what its value means. */
  record Action(
      String section, RandomExpressions.Path path, String text, RandomExpressions.Part value) {}

  private NaiveUpdate() {}

  static @Nullable Map<String, AttributeValue> apply(
      List<Action> actions, Map<String, Object> item) {
    Map<Object, Object> copy = new LinkedHashMap<>(item);
    copy.replaceAll((name, value) -> loosen(value));
    List<@Nullable Object> values = new ArrayList<>();
    for (Action action : actions) {
      Object value = action.value().meaning().apply(item);
      if (value == null && action.section().equals("SET")) {
        return null;
      }
      values.add(value);
    }
    for (int i = 0; i < actions.size(); i++) {
      if (!applyOne(actions.get(i), values.get(i), copy)) {
        return null;
      }
    }
    return NaiveModel.toItem((Map<?, ?>) tighten(copy));
  }

  @SuppressWarnings("unchecked")
  private static boolean applyOne(Action action, @Nullable Object value, Map<Object, Object> item) {
    List<Object> steps = action.path().steps();
    Map<Object, Object> parent = item;
    for (int i = 0; i < steps.size() - 1; i++) {
      Object next = parent.get(steps.get(i));
      Object following = steps.get(i + 1);
      if (!(next instanceof Map<?, ?>)
          || next instanceof TreeMap<?, ?> != following instanceof Integer) {
        return false;
      }
      parent = (Map<Object, Object>) next;
    }
    Object last = steps.getLast();
    Object old = parent.get(last);
    switch (action.section()) {
      case "SET" -> parent.put(last, loosen(requireNonNull(value)));
      case "REMOVE" -> parent.remove(last);
      case "ADD" -> {
        if (old == null) {
          parent.put(last, requireNonNull(value));
        } else if (old instanceof Long a && value instanceof Long b) {
          parent.put(last, a + b);
        } else if (sameSets(old, value)) {
          Set<Object> union = new LinkedHashSet<>((Set<?>) old);
          union.addAll((Set<?>) requireNonNull(value));
          parent.put(last, union);
        } else {
          return false;
        }
      }
      default -> {
        if (old != null && !sameSets(old, value)) {
          return false;
        }
        if (old instanceof Set<?> set) {
          Set<Object> rest = new LinkedHashSet<>(set);
          rest.removeAll((Set<?>) requireNonNull(value));
          if (rest.isEmpty()) {
            parent.remove(last);
          } else {
            parent.put(last, rest);
          }
        }
      }
    }
    return true;
  }

  private static boolean sameSets(Object old, @Nullable Object value) {
    return old instanceof Set<?> a
        && value instanceof Set<?> b
        && a.iterator().next().getClass() == b.iterator().next().getClass();
  }

  static @Nullable Object sum(Object left, @Nullable Object right, int sign) {
    return left instanceof Long a && right instanceof Long b ? (Object) (a + sign * b) : null;
  }

  static @Nullable Object append(@Nullable Object first, Object second) {
    if (first instanceof List<?> a && second instanceof List<?> b) {
      List<Object> all = new ArrayList<>(a);
      all.addAll(b);
      return all;
    }
    return null;
  }

  /** The part of a value that the paths name, or null. An empty path names the value itself. */
  static @Nullable Object keep(Object value, List<List<Object>> paths) {
    if (paths.stream().anyMatch(List::isEmpty)) {
      return value;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> kept = new LinkedHashMap<>();
      map.forEach((name, child) -> keepChild(kept, name, child, paths));
      return kept.isEmpty() ? null : kept;
    }
    if (value instanceof List<?> list) {
      Map<Object, Object> kept = new LinkedHashMap<>();
      for (int i = 0; i < list.size(); i++) {
        keepChild(kept, i, list.get(i), paths);
      }
      return kept.isEmpty() ? null : new ArrayList<>(kept.values());
    }
    return null;
  }

  private static void keepChild(
      Map<Object, Object> kept, Object step, Object child, List<List<Object>> paths) {
    List<List<Object>> below = new ArrayList<>();
    for (List<Object> path : paths) {
      if (path.getFirst().equals(step)) {
        below.add(path.subList(1, path.size()));
      }
    }
    Object part = below.isEmpty() ? null : keep(child, below);
    if (part != null) {
      kept.put(step, part);
    }
  }

  private static Object loosen(Object value) {
    if (value instanceof List<?> list) {
      Map<Object, Object> loose = new TreeMap<>();
      for (int i = 0; i < list.size(); i++) {
        loose.put(i, loosen(list.get(i)));
      }
      return loose;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> loose = new LinkedHashMap<>();
      map.forEach((name, child) -> loose.put(name, loosen(child)));
      return loose;
    }
    return value;
  }

  private static Object tighten(Object value) {
    if (value instanceof TreeMap<?, ?> list) {
      return list.values().stream().map(NaiveUpdate::tighten).toList();
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> tight = new LinkedHashMap<>();
      map.forEach((name, child) -> tight.put(name, tighten(child)));
      return tight;
    }
    return value;
  }
}
