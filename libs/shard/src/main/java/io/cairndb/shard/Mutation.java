package io.cairndb.shard;

import io.cairndb.expressions.UpdateProgram;
import io.cairndb.item.Item;

/** What a write does to one item. */
public sealed interface Mutation {

  /** Replaces the item. */
  record Put(Item item) implements Mutation {}

  /** Removes the item; a missing item is no error. */
  record Delete() implements Mutation {}

  /**
   * Changes attributes; a missing item starts as its key alone.
   *
   * @param key the key attributes of the item
   */
  record Update(UpdateProgram program, Item key) implements Mutation {}
}
