package io.cairndb.router.core.tables;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import io.cairndb.dynamodb.wire.error.DynamoDbException;
import io.cairndb.dynamodb.wire.request.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tags must look like, in DynamoDB's words. */
final class TagRules {
  private static final String RESERVED_PREFIX = "aws:";

  private TagRules() {}

  static DynamoDbException tooMany() {
    return DynamoDbErrors.validation(
        "Number of Tags exceed the current limit for the provided ResourceArn");
  }

  static Map<String, String> tags(List<Tag> asked) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : asked) {
      if (tag.key().startsWith(RESERVED_PREFIX)) {
        throw DynamoDbErrors.validation("Tag Key cannot be prefixed with aws:, Key: " + tag.key());
      }
      if (tags.put(tag.key(), tag.value()) != null) {
        throw DynamoDbErrors.validation(
            "Duplicate Tag Keys provided as input: Duplicate Tag Key found " + tag.key());
      }
    }
    return tags;
  }
}
