package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;

/** The body of an answer. */
public interface Response {

  void writeTo(JsonWriter json);

  /** The body in a buffer of its own. */
  default WireBuffer toBuffer() {
    return toBuffer(new JsonWriter(new WireBuffer()));
  }

  /** The body in the buffer of {@code json}, in place of what it held. */
  default WireBuffer toBuffer(JsonWriter json) {
    WireBuffer buffer = json.buffer().clear();
    writeTo(json);
    return buffer;
  }
}
