package io.cairndb.dynamodb.wire.request;

/** Reads the policy attached to a table or stream. */
public record GetResourcePolicyRequest(String resourceArn) {
  private static final Members MEMBERS =
      Members.of("GetResourcePolicyInput", "ResourceArn").required("ResourceArn");

  public static GetResourcePolicyRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String resourceArn = null;
    while (in.next(MEMBERS) >= 0) {
      resourceArn = in.string(Rules.RESOURCE_ARN_STRING);
    }
    in.finish();
    return new GetResourcePolicyRequest(RequestReader.present(resourceArn));
  }
}
