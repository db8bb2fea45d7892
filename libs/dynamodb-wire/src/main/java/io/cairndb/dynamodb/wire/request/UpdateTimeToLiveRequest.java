package io.cairndb.dynamodb.wire.request;

/** Turns expiry by an attribute on or off. */
public record UpdateTimeToLiveRequest(
    String tableName, TimeToLiveSpecification timeToLiveSpecification) {
  private static final Members MEMBERS =
      Members.of("UpdateTimeToLiveInput", "TableName", "TimeToLiveSpecification")
          .required("TableName", "TimeToLiveSpecification");

  public static UpdateTimeToLiveRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    TimeToLiveSpecification timeToLiveSpecification = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> tableName = in.table();
        case 1 -> timeToLiveSpecification = in.structure(TimeToLiveSpecification.SHAPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new UpdateTimeToLiveRequest(
        RequestReader.present(tableName), RequestReader.present(timeToLiveSpecification));
  }
}
