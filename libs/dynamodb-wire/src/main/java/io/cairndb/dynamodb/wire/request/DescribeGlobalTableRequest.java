package io.cairndb.dynamodb.wire.request;

/** Asks for a global table of the first version. */
public record DescribeGlobalTableRequest(String globalTableName) {
  private static final Members MEMBERS =
      Members.of("DescribeGlobalTableInput", "GlobalTableName").required("GlobalTableName");

  public static DescribeGlobalTableRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String globalTableName = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> globalTableName = in.string(TableNames.NAME);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new DescribeGlobalTableRequest(RequestReader.present(globalTableName));
  }
}
