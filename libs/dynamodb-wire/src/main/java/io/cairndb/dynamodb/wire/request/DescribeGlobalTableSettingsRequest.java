package io.cairndb.dynamodb.wire.request;

/** Asks for the regional settings of a global table. */
public record DescribeGlobalTableSettingsRequest(String globalTableName) {
  private static final Members MEMBERS =
      Members.of("DescribeGlobalTableSettingsInput", "GlobalTableName").required("GlobalTableName");

  public static DescribeGlobalTableSettingsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String globalTableName = null;
    while (in.next(MEMBERS) >= 0) {
      globalTableName = in.string(TableNames.NAME);
    }
    in.finish();
    return new DescribeGlobalTableSettingsRequest(RequestReader.present(globalTableName));
  }
}
