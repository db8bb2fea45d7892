package io.cairndb.dynamodb.wire.request;

/** Deletes a table and all that is in it. */
public record DeleteTableRequest(String tableName) {
  private static final Members MEMBERS = Members.of("DeleteTableInput", "TableName");

  public static DeleteTableRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    while (in.next(MEMBERS) >= 0) {
      tableName = in.string();
    }
    in.requireEnd();
    String name = TableNames.requireName(tableName);
    in.finish();
    return new DeleteTableRequest(name);
  }
}
