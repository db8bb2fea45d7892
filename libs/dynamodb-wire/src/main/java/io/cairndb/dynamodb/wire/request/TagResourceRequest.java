package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import java.util.List;

/** Adds tags to a table. */
public record TagResourceRequest(String resourceArn, List<Tag> tags) {
  private static final Members MEMBERS =
      Members.of("TagResourceInput", "ResourceArn", "Tags").required("ResourceArn", "Tags");

  public static TagResourceRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String resourceArn = null;
    List<Tag> tags = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> resourceArn = in.string(Rules.RESOURCE_ARN_STRING);
        case 1 -> tags = in.list(SizeRule.ANY, Tag.SHAPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.requireEnd();
    if (resourceArn == null) {
      throw DynamoDbErrors.validation("Invalid TableArn");
    }
    in.finish();
    return new TagResourceRequest(RequestReader.present(resourceArn), RequestReader.present(tags));
  }
}
