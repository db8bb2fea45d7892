package io.cairndb.dynamodb.wire.request;

/** Asks where the changes of a table are streamed to. */
public record DescribeKinesisStreamingDestinationRequest(String tableName) {
  private static final Members MEMBERS =
      Members.of("DescribeKinesisStreamingDestinationInput", "TableName").required("TableName");

  public static DescribeKinesisStreamingDestinationRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> tableName = in.table();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new DescribeKinesisStreamingDestinationRequest(RequestReader.present(tableName));
  }
}
