package io.cairndb.dynamodb.wire.request;

/** Asks where the service is to be reached. */
public record DescribeEndpointsRequest() {
  private static final Members MEMBERS = Members.of("DescribeEndpointsRequest");

  public static DescribeEndpointsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    in.next(MEMBERS);
    in.finish();
    return new DescribeEndpointsRequest();
  }
}
