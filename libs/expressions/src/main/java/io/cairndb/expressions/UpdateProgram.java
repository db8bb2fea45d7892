package io.cairndb.expressions;

import io.cairndb.item.Item;
import java.util.List;
import java.util.function.Consumer;

/**
 * An update with every name and value in place. No two actions touch overlapping paths, and each
 * one reads the item as it was before the update, so their order does not matter.
 *
 * @param dialect the parameter the update came from, which has a say in what fits and in messages
 */
public record UpdateProgram(List<UpdateAction> actions, Dialect dialect) {

  /** How an update was written. */
  public enum Dialect {
    /** UpdateExpression. */
    EXPRESSION,
    /** AttributeUpdates: ADD also appends to lists. */
    ATTRIBUTE_UPDATES
  }

  /** An update that changes nothing: creates the item when it is not there. */
  public static final UpdateProgram EMPTY = new UpdateProgram(List.of(), Dialect.EXPRESSION);

  public UpdateProgram {
    actions = List.copyOf(actions);
  }

  /**
   * Applies the update. Attributes it does not reach into are copied as they are.
   *
   * @param before the stored item; for an item that is not there, its key attributes
   * @throws ExpressionEvaluationException when the update does not fit the item
   * @throws io.cairndb.item.InvalidValueException when the item would nest too deep
   */
  public UpdateResult apply(Item before) {
    return new UpdateEvaluator(this, before).apply();
  }

  /** The paths the update writes to, in the order of its actions. */
  public List<DocumentPath> touched() {
    return actions.stream().map(UpdateAction::path).toList();
  }

  /** Hands every path to {@code visitor}: of each action where it writes, then what it reads. */
  public void forEachPath(Consumer<DocumentPath> visitor) {
    for (UpdateAction action : actions) {
      visitor.accept(action.path());
      if (action instanceof UpdateAction.Set set) {
        visit(set.value(), visitor);
      }
    }
  }

  private static void visit(UpdateValue value, Consumer<DocumentPath> visitor) {
    switch (value) {
      case UpdateValue.Attribute attribute -> visitor.accept(attribute.path());
      case UpdateValue.Constant ignored -> {}
      case UpdateValue.IfNotExists choice -> {
        visitor.accept(choice.path());
        visit(choice.fallback(), visitor);
      }
      case UpdateValue.ListAppend append -> {
        visit(append.first(), visitor);
        visit(append.second(), visitor);
      }
      case UpdateValue.Plus plus -> {
        visit(plus.left(), visitor);
        visit(plus.right(), visitor);
      }
      case UpdateValue.Minus minus -> {
        visit(minus.left(), visitor);
        visit(minus.right(), visitor);
      }
    }
  }

  /**
   * Whether every action only takes something away. Applied to an item that is not there, such an
   * update finds nothing to do.
   */
  public boolean onlyRemoves() {
    return !actions.isEmpty()
        && actions.stream()
            .allMatch(a -> a instanceof UpdateAction.Remove || a instanceof UpdateAction.Delete);
  }
}
