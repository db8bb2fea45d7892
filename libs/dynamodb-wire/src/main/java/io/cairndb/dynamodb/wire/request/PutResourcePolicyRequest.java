package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Attaches a policy to a table or stream. */
public record PutResourcePolicyRequest(
    String resourceArn,
    String policy,
    @Nullable String expectedRevisionId,
    @Nullable Boolean confirmRemoveSelfResourceAccess) {
  private static final Members MEMBERS =
      Members.of(
              "PutResourcePolicyInput",
              "ResourceArn",
              "Policy",
              "ExpectedRevisionId",
              "ConfirmRemoveSelfResourceAccess")
          .required("ResourceArn", "Policy");

  public static PutResourcePolicyRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String resourceArn = null;
    String policy = null;
    String expectedRevisionId = null;
    Boolean confirmRemoveSelfResourceAccess = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> resourceArn = in.string(Rules.RESOURCE_ARN_STRING);
        case 1 -> policy = in.string();
        case 2 -> expectedRevisionId = in.string(Rules.POLICY_REVISION_ID);
        case 3 -> confirmRemoveSelfResourceAccess = in.bool();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new PutResourcePolicyRequest(
        RequestReader.present(resourceArn),
        RequestReader.present(policy),
        expectedRevisionId,
        confirmRemoveSelfResourceAccess);
  }
}
