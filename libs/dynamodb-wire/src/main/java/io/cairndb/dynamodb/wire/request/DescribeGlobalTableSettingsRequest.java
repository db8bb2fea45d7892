package io.cairndb.dynamodb.wire.request;

/** Asks for the regional settings of a global table. */
public record DescribeGlobalTableSettingsRequest(String globalTableName) {
  private static final Members MEMBERS =
      Members.of("DescribeGlobalTableSettingsInput", "GlobalTableName").required("GlobalTableName");

  public static DescribeGlobalTableSettingsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String globalTableName = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> globalTableName = in.string(TableNames.NAME);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new DescribeGlobalTableSettingsRequest(RequestReader.present(globalTableName));
  }
}
