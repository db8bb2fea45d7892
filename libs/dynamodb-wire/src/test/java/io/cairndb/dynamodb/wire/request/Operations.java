package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.Model;

/** Which of AWS's two models describes an operation. */
final class Operations {
  private static final Model DYNAMODB = Model.dynamoDb();
  private static final Model STREAMS = Model.streams();

  private Operations() {}

  static Model modelOf(String operation) {
    return STREAMS.operations().containsKey(operation) ? STREAMS : DYNAMODB;
  }
}
