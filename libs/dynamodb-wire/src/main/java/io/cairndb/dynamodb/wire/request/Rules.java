package io.cairndb.dynamodb.wire.request;

/** What the model demands of strings, by the name of their shape. */
final class Rules {
  static final StringRule BACKUP_ARN = StringRule.length(37, 1024);
  static final StringRule CLIENT_REQUEST_TOKEN = StringRule.length(1, 36);
  static final StringRule IMPORT_NEXT_TOKEN = StringRule.pattern(112, 1024, "([0-9a-f]{16})+");
  static final StringRule KEY_SCHEMA_ATTRIBUTE_NAME = StringRule.length(1, 255);
  static final StringRule NON_KEY_ATTRIBUTE_NAME = StringRule.length(1, 255);
  static final StringRule PARTIQL_NEXT_TOKEN = StringRule.length(1, 32_768);
  static final StringRule PARTIQL_STATEMENT = StringRule.length(1, 8192);
  static final StringRule POLICY_REVISION_ID = StringRule.length(1, 255);
  static final StringRule RESOURCE_ARN_STRING = StringRule.length(1, 1283);
  static final StringRule SEQUENCE_NUMBER = StringRule.length(21, 40);
  static final StringRule SHARD_ID = StringRule.length(28, 65);
  static final StringRule SHARD_ITERATOR = StringRule.length(1, 2048);
  static final StringRule STREAM_ARN = StringRule.length(37, 1024);
  static final StringRule TAG_KEY_STRING = StringRule.length(1, 128);
  static final StringRule TAG_VALUE_STRING = StringRule.length(0, 256);
  static final StringRule TIME_TO_LIVE_ATTRIBUTE_NAME = StringRule.length(1, 255);

  private Rules() {}
}
