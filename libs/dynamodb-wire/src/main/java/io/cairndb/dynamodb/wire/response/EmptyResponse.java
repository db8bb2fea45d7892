package io.cairndb.dynamodb.wire.response;

import io.cairndb.dynamodb.wire.json.JsonWriter;

/** The outcome of TagResource and UntagResource, which have no output: a body of no bytes. */
public record EmptyResponse() implements Response {

  @Override
  public void writeTo(JsonWriter json) {
    // Nothing: not even an empty object.
  }
}
