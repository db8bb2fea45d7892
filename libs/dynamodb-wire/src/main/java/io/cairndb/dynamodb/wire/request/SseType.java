package io.cairndb.dynamodb.wire.request;

/** Who holds the key for encryption at rest. */
public enum SseType {
  AES256,
  KMS
}
