package io.cairndb.dynamodb.wire.request;

/** Asks for all there is to know of a table. */
public record DescribeTableRequest(String tableName) {
  private static final Members MEMBERS = Members.of("DescribeTableInput", "TableName");

  public static DescribeTableRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    while (in.next(MEMBERS) >= 0) {
      tableName = in.string();
    }
    in.requireEnd();
    String name = TableNames.requireName(tableName);
    in.finish();
    return new DescribeTableRequest(name);
  }
}
