package io.cairndb.dynamodb.wire.request;

/** Asks by which attribute items expire. */
public record DescribeTimeToLiveRequest(String tableName) {
  private static final Members MEMBERS =
      Members.of("DescribeTimeToLiveInput", "TableName").required("TableName");

  public static DescribeTimeToLiveRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> tableName = in.table();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new DescribeTimeToLiveRequest(RequestReader.present(tableName));
  }
}
