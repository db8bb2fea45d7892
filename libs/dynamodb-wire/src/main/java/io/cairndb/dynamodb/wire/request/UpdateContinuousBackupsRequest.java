package io.cairndb.dynamodb.wire.request;

/** Turns point-in-time recovery on or off. */
public record UpdateContinuousBackupsRequest(
    String tableName, PointInTimeRecoverySpecification pointInTimeRecoverySpecification) {
  private static final Members MEMBERS =
      Members.of("UpdateContinuousBackupsInput", "TableName", "PointInTimeRecoverySpecification")
          .required("TableName", "PointInTimeRecoverySpecification");

  public static UpdateContinuousBackupsRequest parse(byte[] body) {
    RequestReader in = RequestReader.open(body, MEMBERS);
    String tableName = null;
    PointInTimeRecoverySpecification pointInTimeRecoverySpecification = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> tableName = in.table();
        case 1 ->
            pointInTimeRecoverySpecification = in.structure(PointInTimeRecoverySpecification.SHAPE);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    in.finish();
    return new UpdateContinuousBackupsRequest(
        RequestReader.present(tableName), RequestReader.present(pointInTimeRecoverySpecification));
  }
}
