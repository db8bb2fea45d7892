package io.cairndb.dynamodb.wire.request;

/** Asks for a global table of the first version. */
public record DescribeGlobalTableRequest(String globalTableName) {
  private static final Members MEMBERS =
      Members.of("DescribeGlobalTableInput", "GlobalTableName").required("GlobalTableName");

  public static DescribeGlobalTableRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String globalTableName = null;
    while (in.next(MEMBERS) >= 0) {
      globalTableName = in.string(TableNames.NAME);
    }
    in.finish();
    return new DescribeGlobalTableRequest(RequestReader.present(globalTableName));
  }
}
