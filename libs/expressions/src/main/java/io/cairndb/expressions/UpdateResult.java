package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.List;
import java.util.Map;

/**
 * An updated item.
 *
 * @param attributes all attributes after the update, in order
 * @param touched the paths the update wrote to
 */
public record UpdateResult(Map<String, AttributeValue> attributes, List<DocumentPath> touched) {
  public UpdateResult {
    touched = List.copyOf(touched);
  }

  /** The item after the update. */
  public Item item() {
    return Item.of(attributes);
  }

  /** What ReturnValues UPDATED_NEW answers: the touched parts of the item after the update. */
  public Map<String, AttributeValue> updatedNew() {
    return Projector.project(touched, Document.of(attributes));
  }

  /**
   * What ReturnValues UPDATED_OLD answers: the touched parts of the item before the update.
   *
   * @param before the stored item; {@link Document#ABSENT} when there was none
   */
  public Map<String, AttributeValue> updatedOld(Document before) {
    return Projector.project(touched, before);
  }
}
