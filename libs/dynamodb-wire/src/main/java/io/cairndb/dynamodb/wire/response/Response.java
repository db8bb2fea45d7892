package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;
import io.cairndb.dynamodb.wire.json.WireBuffer;

/** The body of an answer. */
public interface Response {

  void writeTo(JsonWriter json);

  /** The body in a buffer of its own. */
  default WireBuffer toBuffer() {
    WireBuffer buffer = new WireBuffer();
    writeTo(new JsonWriter(buffer));
    return buffer;
  }
}
