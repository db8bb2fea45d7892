package io.cairndb.dynamodb.wire.request;

/** Asks for the auto scaling of a global table. */
public record DescribeTableReplicaAutoScalingRequest(String tableName) {
  private static final Members MEMBERS =
      Members.of("DescribeTableReplicaAutoScalingInput", "TableName").required("TableName");

  public static DescribeTableReplicaAutoScalingRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> tableName = in.table();
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new DescribeTableReplicaAutoScalingRequest(RequestReader.present(tableName));
  }
}
