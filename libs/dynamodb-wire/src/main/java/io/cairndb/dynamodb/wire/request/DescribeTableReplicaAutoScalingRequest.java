package io.cairndb.dynamodb.wire.request;

/** Asks for the auto scaling of a global table. */
public record DescribeTableReplicaAutoScalingRequest(String tableName) {
  private static final Members MEMBERS =
      Members.of("DescribeTableReplicaAutoScalingInput", "TableName").required("TableName");

  public static DescribeTableReplicaAutoScalingRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    while (in.next(MEMBERS) >= 0) {
      tableName = in.table();
    }
    in.finish();
    return new DescribeTableReplicaAutoScalingRequest(RequestReader.present(tableName));
  }
}
