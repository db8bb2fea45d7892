package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import java.util.List;

/** Removes tags from a table. */
public record UntagResourceRequest(String resourceArn, List<String> tagKeys) {
  private static final Members MEMBERS =
      Members.of("UntagResourceInput", "ResourceArn", "TagKeys").required("ResourceArn", "TagKeys");

  public static UntagResourceRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String resourceArn = null;
    List<String> tagKeys = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> resourceArn = in.string(Rules.RESOURCE_ARN_STRING);
        case 1 -> tagKeys = in.strings(SizeRule.ANY, Rules.TAG_KEY_STRING);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.requireEnd();
    if (resourceArn == null) {
      throw DynamoDbErrors.validation("Invalid TableArn");
    }
    in.finish();
    return new UntagResourceRequest(
        RequestReader.present(resourceArn), RequestReader.present(tagKeys));
  }
}
