package io.cairndb.expressions;

import io.cairndb.item.AttributeValue;
import io.cairndb.item.Item;
import java.util.List;
import java.util.Map;

/**
 * An updated item.
 *
 * @param item the item after the update
 * @param changed the top-level attributes the update reached into, as they are after it; those it
 *     removed are missing
 * @param touched the paths the update wrote to
 */
public record UpdateResult(
    Item item, Map<String, AttributeValue> changed, List<DocumentPath> touched) {
  public UpdateResult {
    touched = List.copyOf(touched);
  }

  /** All attributes after the update, decoded, in order. */
  public Map<String, AttributeValue> attributes() {
    return item.attributes();
  }

  /** What ReturnValues UPDATED_NEW answers: the touched parts of the item after the update. */
  public Map<String, AttributeValue> updatedNew() {
    return Projector.project(touched, Document.of(changed));
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
