package io.cairndb.router.core;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;
import io.cairndb.shard.ItemBuffer;

/**
 * Memory that requests use one after another; each has it to itself until its answer is encoded.
 *
 * @param answer writes to the buffer that is sent
 * @param item for an item that is only shown in the answer
 */
public record RequestBuffers(JsonWriter answer, ItemBuffer item) {

  /** New ones. */
  public RequestBuffers() {
    this(new JsonWriter(new WireBuffer()), new ItemBuffer());
  }
}
