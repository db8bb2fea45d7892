package io.cairndb.dynamodb.wire.request;

/** Asks for the state of point-in-time recovery. */
public record DescribeContinuousBackupsRequest(String tableName) {
  private static final Members MEMBERS =
      Members.of("DescribeContinuousBackupsInput", "TableName").required("TableName");

  public static DescribeContinuousBackupsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    while (in.next(MEMBERS) >= 0) {
      tableName = in.table();
    }
    in.finish();
    return new DescribeContinuousBackupsRequest(RequestReader.present(tableName));
  }
}
