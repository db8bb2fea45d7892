package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.List;
import java.util.Map;

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
   * Applies the update.
   *
   * @param before the item's attributes; for an item that is not there, its key attributes
   * @throws ExpressionEvaluationException when the update does not fit the item
   */
  public UpdateResult apply(Map<String, AttributeValue> before) {
    return new UpdateEvaluator(this, before).apply();
  }

  /**
   * Applies the update to an encoded item.
   *
   * @param before as in {@link #apply(Map)}
   * @throws ExpressionEvaluationException when the update does not fit the item
   */
  public UpdateResult apply(Item before) {
    return apply(before.attributes());
  }

  /** The paths the update writes to, in the order of its actions. */
  public List<DocumentPath> touched() {
    return actions.stream().map(UpdateAction::path).toList();
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
