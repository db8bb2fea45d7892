package io.cairndb.dynamodb.wire.request;

import io.cairndb.dynamodb.wire.error.DynamoDbErrors;
import org.jspecify.annotations.Nullable;

/** Lists the tags of a table. */
public record ListTagsOfResourceRequest(String resourceArn, @Nullable String nextToken) {
  private static final Members MEMBERS =
      Members.of("ListTagsOfResourceInput", "ResourceArn", "NextToken").required("ResourceArn");

  public static ListTagsOfResourceRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String resourceArn = null;
    String nextToken = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> resourceArn = in.string(Rules.RESOURCE_ARN_STRING);
        case 1 -> nextToken = in.string();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.requireEnd();
    if (resourceArn == null) {
      throw DynamoDbErrors.validation("Invalid TableArn");
    }
    in.finish();
    return new ListTagsOfResourceRequest(RequestReader.present(resourceArn), nextToken);
  }
}
