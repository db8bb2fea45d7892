package io.cairndb.dynamodb.wire.request;

/** Asks for the quotas of the account. */
public record DescribeLimitsRequest() {
  private static final Members MEMBERS = Members.of("DescribeLimitsInput");

  public static DescribeLimitsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    in.next(MEMBERS);
    in.finish();
    return new DescribeLimitsRequest();
  }
}
