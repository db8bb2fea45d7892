package io.cairndb.dynamodb.wire.request;

import io.cairndb.item.Item;

/** One write of a batch. */
public sealed interface WriteRequest {

  /** Puts an item, whatever was there before. */
  record PutRequest(Item item) implements WriteRequest {}

  /** Deletes the item with a key, if there is one. */
  record DeleteRequest(Item key) implements WriteRequest {}
}
