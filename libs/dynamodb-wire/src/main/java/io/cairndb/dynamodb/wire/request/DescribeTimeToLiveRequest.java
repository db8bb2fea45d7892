package io.cairndb.dynamodb.wire.request;

/** Asks by which attribute items expire. */
public record DescribeTimeToLiveRequest(String tableName) {
  private static final Members MEMBERS =
      Members.of("DescribeTimeToLiveInput", "TableName").required("TableName");

  public static DescribeTimeToLiveRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    while (in.next(MEMBERS) >= 0) {
      tableName = in.table();
    }
    in.finish();
    return new DescribeTimeToLiveRequest(RequestReader.present(tableName));
  }
}
