package io.cairndb.reference.model;

import static io.cairndb.reference.model.ModelException.unfit;

import io.cairndb.reference.model.Expression.Action;
import io.cairndb.reference.model.Expression.Operand;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Applies an update expression to an item: every operand is read from the item as it was. Of
 * several faults the first is told, in this order: values of SET as written; then places, types of
 * ADD and DELETE and their sums, attribute by attribute.
 */
final class Updater {
  private static final String WRONG_TYPE =
      "An operand in the update expression has an incorrect data type";

  private final Map<String, Value> before;
  private final String misfit;
  private Map<String, Value> after;

  private Updater(Map<String, Value> before, boolean older) {
    this.before = before;
    this.misfit = older ? "Type mismatch for attribute to update" : WRONG_TYPE;
    this.after = new LinkedHashMap<>(before);
  }

  /** The item after the actions; {@code older} ones came in AttributeUpdates. */
  static Map<String, Value> apply(List<Action> actions, Map<String, Value> item, boolean older) {
    Updater updater = new Updater(item, older);
    for (Action action : actions) {
      if (action.kind().equals("SET")) {
        updater.evaluate(action.operand().getFirst());
      }
    }
    List<Action> writes = new ArrayList<>();
    List<Action> removals = new ArrayList<>();
    for (Action action : byAttribute(actions)) {
      Optional<Value> value = updater.newValue(action);
      updater.requirePath(action, value);
      if (value.isPresent()) {
        Operand computed = new Expression.ValueOperand(value.get());
        writes.add(new Action("SET", action.path(), List.of(computed)));
      } else if (!action.kind().equals("DELETE") || action.path().in(item).isPresent()) {
        removals.add(action);
      }
    }
    // Appends beyond a list's end go in the order of their indexes; removals from the back, so
    // that the indexes still mean what they meant in the item as it was.
    writes.sort(Comparator.comparing(Updater::lastIndex));
    removals.sort(Comparator.comparing(Updater::lastIndex).reversed());
    writes.forEach(
        action -> {
          if (action.operand().getFirst() instanceof Expression.ValueOperand(Value value)) {
            updater.write(action.path(), value);
          }
        });
    removals.forEach(action -> updater.remove(action.path()));
    return updater.after;
  }

  /** In the order written, but all that touch one attribute where the first of them stands. */
  private static List<Action> byAttribute(List<Action> actions) {
    List<String> attributes = actions.stream().map(action -> action.path().top()).toList();
    List<Action> ordered = new ArrayList<>(actions);
    ordered.sort(Comparator.comparing(action -> attributes.indexOf(action.path().top())));
    return ordered;
  }

  /** Tries the change alone, so that of several faults the first is told. */
  private void requirePath(Action action, Optional<Value> value) {
    Value whole = new Value.Document(before);
    if (value.isPresent()) {
      write(whole, action.path().steps(), value.get());
    } else if (!action.kind().equals("DELETE") || action.path().in(before).isPresent()) {
      remove(whole, action.path().steps());
    }
  }

  private static int lastIndex(Action action) {
    return action.path().steps().getLast() instanceof Integer index ? index : -1;
  }

  /** The value an action leaves at its path, or empty when it leaves none. */
  private Optional<Value> newValue(Action action) {
    return switch (action.kind()) {
      case "SET" -> Optional.of(evaluate(action.operand().getFirst()));
      case "ADD" -> Optional.of(add(action));
      case "DELETE" -> delete(action);
      default -> Optional.empty();
    };
  }

  private Value add(Action action) {
    Value operand = evaluate(action.operand().getFirst());
    Optional<Value> old = action.path().in(before);
    if (old.isEmpty()) {
      return operand;
    }
    if (old.get() instanceof Value.Num(BigDecimal a)
        && operand instanceof Value.Num(BigDecimal b)) {
      return sum(a, b);
    }
    if (old.get() instanceof Value.Members have
        && operand instanceof Value.Members more
        && have.type().equals(more.type())) {
      Set<Value> union = new LinkedHashSet<>(have.values());
      union.addAll(more.values());
      return new Value.Members(have.type(), union);
    }
    throw unfit(misfit);
  }

  private Optional<Value> delete(Action action) {
    Value operand = evaluate(action.operand().getFirst());
    Optional<Value> old = action.path().in(before);
    if (old.isEmpty()) {
      return Optional.empty();
    }
    if (old.get() instanceof Value.Members have
        && operand instanceof Value.Members gone
        && have.type().equals(gone.type())) {
      Set<Value> rest = new LinkedHashSet<>(have.values());
      rest.removeAll(gone.values());
      return rest.isEmpty() ? Optional.empty() : Optional.of(new Value.Members(have.type(), rest));
    }
    throw unfit(misfit);
  }

  private Value evaluate(Operand operand) {
    return switch (operand) {
      case Expression.ValueOperand(Value value) -> value;
      case Expression.PathOperand(DocumentPath path) ->
          path.in(before)
              .orElseThrow(
                  () ->
                      unfit(
                          "The provided expression refers to an attribute that does not exist in"
                              + " the item"));
      case Expression.IfNotExists either ->
          either.path().in(before).orElseGet(() -> evaluate(either.other()));
      case Expression.ListAppend append -> {
        if (evaluate(append.left()) instanceof Value.Elements(List<Value> head)
            && evaluate(append.right()) instanceof Value.Elements(List<Value> tail)) {
          List<Value> joined = new ArrayList<>(head);
          joined.addAll(tail);
          yield new Value.Elements(joined);
        }
        throw unfit(WRONG_TYPE);
      }
      case Expression.Sum sum -> {
        if (evaluate(sum.left()) instanceof Value.Num(BigDecimal a)
            && evaluate(sum.right()) instanceof Value.Num(BigDecimal b)) {
          yield sum(a, sum.minus() ? b.negate() : b);
        }
        throw unfit(WRONG_TYPE);
      }
      case Expression.SizeOperand size -> throw new IllegalStateException("only in conditions");
    };
  }

  private static Value sum(BigDecimal left, BigDecimal right) {
    try {
      return new Value.Num(ValueReader.checkRange(left.add(right)));
    } catch (ModelException outOfRange) {
      throw outOfRange.atRunTime();
    }
  }

  private void write(DocumentPath path, Value value) {
    after = new LinkedHashMap<>(after);
    Object result = write(new Value.Document(after), path.steps(), value);
    after = ((Value.Document) result).values();
  }

  private static Value write(Value at, List<Object> steps, Value value) {
    if (steps.isEmpty()) {
      return value;
    }
    List<Object> rest = steps.subList(1, steps.size());
    if (at instanceof Value.Document document && steps.getFirst() instanceof String name) {
      Map<String, Value> values = new LinkedHashMap<>(document.values());
      Value child = values.get(name);
      if (child == null && !rest.isEmpty()) {
        throw invalidPath();
      }
      values.put(name, child == null ? value : write(child, rest, value));
      return new Value.Document(values);
    }
    if (at instanceof Value.Elements elements && steps.getFirst() instanceof Integer index) {
      List<Value> values = new ArrayList<>(elements.values());
      if (index < values.size()) {
        values.set(index, write(values.get(index), rest, value));
      } else if (rest.isEmpty()) {
        values.add(value);
      } else {
        throw invalidPath();
      }
      return new Value.Elements(values);
    }
    throw invalidPath();
  }

  private void remove(DocumentPath path) {
    Value result = remove(new Value.Document(after), path.steps());
    after = ((Value.Document) result).values();
  }

  private static Value remove(Value at, List<Object> steps) {
    boolean last = steps.size() == 1;
    List<Object> rest = steps.subList(1, steps.size());
    if (at instanceof Value.Document document && steps.getFirst() instanceof String name) {
      Map<String, Value> values = new LinkedHashMap<>(document.values());
      Value child = values.get(name);
      if (last) {
        values.remove(name);
      } else if (child == null) {
        throw invalidPath();
      } else {
        values.put(name, remove(child, rest));
      }
      return new Value.Document(values);
    }
    if (at instanceof Value.Elements elements && steps.getFirst() instanceof Integer index) {
      List<Value> values = new ArrayList<>(elements.values());
      if (index < values.size()) {
        if (last) {
          values.remove((int) index);
        } else {
          values.set(index, remove(values.get(index), rest));
        }
      } else if (!last) {
        throw invalidPath();
      }
      return new Value.Elements(values);
    }
    throw invalidPath();
  }

  private static ModelException invalidPath() {
    return unfit("The document path provided in the update expression is invalid for update");
  }
}
