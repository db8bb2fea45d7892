package io.cairndb.expressions;

import io.cairndb.expressions.DocumentPath.Element;
import io.cairndb.expressions.DocumentPath.Index;
import io.cairndb.expressions.DocumentPath.Name;
import io.cairndb.expressions.UpdateProgram.Dialect;
import io.cairndb.item.AttributeValue;
import io.cairndb.item.InvalidValueException;
import io.cairndb.item.Item;
import io.cairndb.item.ItemReader;
import io.cairndb.item.ItemWriter;
import io.cairndb.item.Number38;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Applies one update to one item. First every SET value is computed from the item as it was; then
 * all changes are made at once, container by container: list positions therefore mean the list as
 * it was, whatever else the update removes from it.
 */
final class UpdateEvaluator {
  private static final String MISSING =
      "The provided expression refers to an attribute that does not exist in the item";
  private static final String WRONG_TYPE =
      "An operand in the update expression has an incorrect data type";
  private static final String WRONG_TYPE_ATTRIBUTE_UPDATES =
      "Type mismatch for attribute to update";
  private static final String BAD_PATH =
      "The document path provided in the update expression is invalid for update";

  private static final String TOO_LARGE =
      "Item size to update has exceeded the maximum allowed size";

  /** Beyond, names are looked up and not compared one by one. */
  private static final int COMPARED_NAMES = 8;

  private final UpdateProgram program;
  private final Item before;
  private final Document document;

  /** A change to one place: its new value from its old one; null stands for "nothing there". */
  private interface Edit {
    @Nullable AttributeValue apply(@Nullable AttributeValue old);
  }

  UpdateEvaluator(UpdateProgram program, Item before) {
    this.program = program;
    this.before = before;
    this.document = ItemDocument.of(before);
  }

  UpdateResult apply() {
    PathTree<Edit> edits = new PathTree<>();
    for (UpdateAction action : program.actions()) {
      edits.put(action.path(), edit(action));
    }
    Map<String, @Nullable AttributeValue> changes = new LinkedHashMap<>();
    for (Map.Entry<Element, PathTree<Edit>> entry : edits.children().entrySet()) {
      String name = ((Name) entry.getKey()).value();
      changes.put(name, change(document.attribute(name), entry.getValue()));
    }
    return new UpdateResult(spliced(changes), present(changes), program.touched());
  }

  /** The item with changed attributes in their old places and new ones at the end. */
  private Item spliced(Map<String, @Nullable AttributeValue> changes) {
    Map<String, @Nullable AttributeValue> due = new LinkedHashMap<>(changes);
    ItemWriter writer = new ItemWriter().begin();
    ItemReader reader = before.reader();
    while (reader.next()) {
      String changed = due.isEmpty() ? null : nameIn(due, reader);
      if (changed == null) {
        writer.copyEntry(reader);
      } else {
        write(writer, changed, due.remove(changed));
      }
    }
    due.forEach((name, value) -> write(writer, name, value));
    return writer.finish();
  }

  private static @Nullable String nameIn(
      Map<String, @Nullable AttributeValue> due, ItemReader reader) {
    if (due.size() > COMPARED_NAMES) {
      String name = reader.name();
      return due.containsKey(name) ? name : null;
    }
    for (String name : due.keySet()) {
      if (reader.nameIs(name)) {
        return name;
      }
    }
    return null;
  }

  /** Checked as the item grows: a short expression can name a large attribute many times. */
  private static void requireAllowed(int bytes) {
    if (bytes > Item.SIZE_BYTES_MAX) {
      throw new ExpressionEvaluationException(TOO_LARGE);
    }
  }

  private static void write(ItemWriter writer, String name, @Nullable AttributeValue value) {
    if (value != null) {
      writer.name(name).value(value);
      requireAllowed(writer.sizeInBytes());
    }
  }

  private static Map<String, AttributeValue> present(
      Map<String, @Nullable AttributeValue> changes) {
    Map<String, AttributeValue> present = new LinkedHashMap<>();
    changes.forEach(
        (name, value) -> {
          if (value != null) {
            present.put(name, value);
          }
        });
    return present;
  }

  private Edit edit(UpdateAction action) {
    return switch (action) {
      case UpdateAction.Set set -> {
        AttributeValue value = evaluate(set.value());
        yield old -> value;
      }
      case UpdateAction.Remove ignored -> old -> null;
      case UpdateAction.Add add -> old -> old == null ? add.value() : sum(old, add.value());
      case UpdateAction.Delete delete ->
          old -> old == null ? null : difference(old, delete.value());
    };
  }

  private void editMap(Map<String, AttributeValue> map, Map<Element, PathTree<Edit>> edits) {
    for (Map.Entry<Element, PathTree<Edit>> entry : edits.entrySet()) {
      if (!(entry.getKey() instanceof Name name)) {
        throw new ExpressionEvaluationException(BAD_PATH);
      }
      AttributeValue changed = change(map.get(name.value()), entry.getValue());
      if (changed == null) {
        map.remove(name.value());
      } else {
        map.put(name.value(), changed);
      }
    }
  }

  private @Nullable AttributeValue change(@Nullable AttributeValue old, PathTree<Edit> edits) {
    Edit edit = edits.leaf();
    if (edit != null) {
      return edit.apply(old);
    }
    if (old instanceof AttributeValue.M map) {
      Map<String, AttributeValue> copy = new LinkedHashMap<>(map.value());
      editMap(copy, edits.children());
      return new AttributeValue.M(copy);
    }
    if (old instanceof AttributeValue.L list) {
      return new AttributeValue.L(editList(list.value(), edits.children()));
    }
    throw new ExpressionEvaluationException(BAD_PATH);
  }

  /** Positions beyond the end append, in the order of their numbers. */
  private List<AttributeValue> editList(
      List<AttributeValue> list, Map<Element, PathTree<Edit>> edits) {
    List<@Nullable AttributeValue> slots = new ArrayList<>(list);
    Map<Integer, AttributeValue> appended = new TreeMap<>();
    for (Map.Entry<Element, PathTree<Edit>> entry : edits.entrySet()) {
      if (!(entry.getKey() instanceof Index index)) {
        throw new ExpressionEvaluationException(BAD_PATH);
      }
      int at = index.value();
      if (at < list.size()) {
        slots.set(at, change(list.get(at), entry.getValue()));
      } else {
        AttributeValue added = change(null, entry.getValue());
        if (added != null) {
          appended.put(at, added);
        }
      }
    }
    List<AttributeValue> result = new ArrayList<>(slots.size() + appended.size());
    for (AttributeValue slot : slots) {
      if (slot != null) {
        result.add(slot);
      }
    }
    result.addAll(appended.values());
    return result;
  }

  private AttributeValue evaluate(UpdateValue value) {
    return switch (value) {
      case UpdateValue.Attribute attribute -> {
        AttributeValue found = attribute.path().resolve(document);
        if (found == null) {
          throw new ExpressionEvaluationException(MISSING);
        }
        yield found;
      }
      case UpdateValue.Constant constant -> constant.value();
      case UpdateValue.IfNotExists choice -> {
        AttributeValue found = choice.path().resolve(document);
        yield found != null ? found : evaluate(choice.fallback());
      }
      case UpdateValue.ListAppend append -> {
        AttributeValue.L first = list(evaluate(append.first()));
        AttributeValue.L second = list(evaluate(append.second()));
        yield concatenate(first, second);
      }
      case UpdateValue.Plus plus -> {
        Number38 left = number(evaluate(plus.left()));
        yield sum(left, number(evaluate(plus.right())));
      }
      case UpdateValue.Minus minus -> {
        Number38 left = number(evaluate(minus.left()));
        Number38 right = number(evaluate(minus.right()));
        yield calculated(() -> left.subtract(right));
      }
    };
  }

  private static AttributeValue.L list(AttributeValue value) {
    if (value instanceof AttributeValue.L list) {
      return list;
    }
    throw new ExpressionEvaluationException(WRONG_TYPE);
  }

  private static Number38 number(AttributeValue value) {
    if (value instanceof AttributeValue.N number) {
      return number.value();
    }
    throw new ExpressionEvaluationException(WRONG_TYPE);
  }

  /** Checked before it is made: calls of list_append within each other double the list each. */
  private static AttributeValue concatenate(AttributeValue.L first, AttributeValue.L second) {
    requireAllowed(first.sizeInBytes() + second.sizeInBytes());
    List<AttributeValue> all = new ArrayList<>(first.value().size() + second.value().size());
    all.addAll(first.value());
    all.addAll(second.value());
    return new AttributeValue.L(all);
  }

  private static AttributeValue sum(Number38 left, Number38 right) {
    return calculated(() -> left.add(right));
  }

  private interface Calculation {
    Number38 result();
  }

  private static AttributeValue calculated(Calculation calculation) {
    try {
      return new AttributeValue.N(calculation.result());
    } catch (InvalidValueException e) {
      throw new ExpressionEvaluationException(String.valueOf(e.getMessage()));
    }
  }

  /** ADD to an existing value. */
  private AttributeValue sum(AttributeValue old, AttributeValue added) {
    if (old instanceof AttributeValue.N a && added instanceof AttributeValue.N b) {
      return sum(a.value(), b.value());
    }
    if (program.dialect() == Dialect.ATTRIBUTE_UPDATES
        && old instanceof AttributeValue.L a
        && added instanceof AttributeValue.L b) {
      return concatenate(a, b);
    }
    AttributeValue union = SetAlgebra.union(old, added);
    if (union == null) {
      throw wrongType();
    }
    return union;
  }

  /** DELETE from an existing value; null when no element is left. */
  private @Nullable AttributeValue difference(AttributeValue old, AttributeValue removed) {
    if (!SetAlgebra.sameSetType(old, removed)) {
      throw wrongType();
    }
    return SetAlgebra.difference(old, removed);
  }

  private ExpressionEvaluationException wrongType() {
    return new ExpressionEvaluationException(
        switch (program.dialect()) {
          case EXPRESSION -> WRONG_TYPE;
          case ATTRIBUTE_UPDATES -> WRONG_TYPE_ATTRIBUTE_UPDATES;
        });
  }
}
