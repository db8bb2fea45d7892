package io.cairndb.router.core.tables;

import io.cairndb.dynamodb.wire.request.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What tags must look like, in DynamoDB's words. */
final class TagRules {
  private static final String RESERVED_PREFIX = "aws:";

  private TagRules() {}

  static Map<String, String> tags(List<Tag> asked) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (Tag tag : asked) {
      if (tag.key().startsWith(RESERVED_PREFIX)) {
        throw KeyRules.invalid("Tag keys starting with 'aws:' are reserved for system use");
      }
      if (tags.put(tag.key(), tag.value()) != null) {
        throw KeyRules.invalid("Duplicate tag keys found in tag list: " + tag.key());
      }
    }
    return tags;
  }
}
