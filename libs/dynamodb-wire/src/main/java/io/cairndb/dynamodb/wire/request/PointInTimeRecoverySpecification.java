package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** The state of recovery that is asked for. */
public record PointInTimeRecoverySpecification(
    boolean pointInTimeRecoveryEnabled, @Nullable Integer recoveryPeriodInDays) {
  private static final Members MEMBERS =
      Members.of(
              "PointInTimeRecoverySpecification",
              "PointInTimeRecoveryEnabled",
              "RecoveryPeriodInDays")
          .required("PointInTimeRecoveryEnabled");

  static final Structure<PointInTimeRecoverySpecification> SHAPE =
      new Structure<>(MEMBERS, PointInTimeRecoverySpecification::read);

  private static @Nullable PointInTimeRecoverySpecification read(RequestReader in) {
    Boolean pointInTimeRecoveryEnabled = null;
    Integer recoveryPeriodInDays = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> pointInTimeRecoveryEnabled = in.bool();
        case 1 -> recoveryPeriodInDays = in.integer(SizeRule.of(1, 35));
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    if (pointInTimeRecoveryEnabled == null) {
      return null;
    }
    return new PointInTimeRecoverySpecification(pointInTimeRecoveryEnabled, recoveryPeriodInDays);
  }
}
