package io.cairndb.dynamodb.wire.request;

/** Asks where the changes of a table are streamed to. */
public record DescribeKinesisStreamingDestinationRequest(String tableName) {
  private static final Members MEMBERS =
      Members.of("DescribeKinesisStreamingDestinationInput", "TableName").required("TableName");

  public static DescribeKinesisStreamingDestinationRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    while (in.next(MEMBERS) >= 0) {
      tableName = in.table();
    }
    in.finish();
    return new DescribeKinesisStreamingDestinationRequest(RequestReader.present(tableName));
  }
}
