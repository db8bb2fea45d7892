package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Removes the policy of a table or stream. */
public record DeleteResourcePolicyRequest(String resourceArn, @Nullable String expectedRevisionId) {
  private static final Members MEMBERS =
      Members.of("DeleteResourcePolicyInput", "ResourceArn", "ExpectedRevisionId")
          .required("ResourceArn");

  public static DeleteResourcePolicyRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String resourceArn = null;
    String expectedRevisionId = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> resourceArn = in.string(Rules.RESOURCE_ARN_STRING);
        case 1 -> expectedRevisionId = in.string(Rules.POLICY_REVISION_ID);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new DeleteResourcePolicyRequest(RequestReader.present(resourceArn), expectedRevisionId);
  }
}
