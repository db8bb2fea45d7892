package io.cairndb.dynamodb.wire.request;

import org.jspecify.annotations.Nullable;

/** Upper bounds for a table billed per request; -1 lifts a bound. */
public record OnDemandThroughput(
    @Nullable Long maxReadRequestUnits, @Nullable Long maxWriteRequestUnits) {
  private static final Members MEMBERS =
      Members.of("OnDemandThroughput", "MaxReadRequestUnits", "MaxWriteRequestUnits");

  static final Structure<OnDemandThroughput> SHAPE =
      new Structure<>(MEMBERS, OnDemandThroughput::read);

  private static @Nullable OnDemandThroughput read(RequestReader in) {
    Long maxReadRequestUnits = null;
    Long maxWriteRequestUnits = null;
    for (int member = in.next(MEMBERS); member >= 0; member = in.next(MEMBERS)) {
      switch (member) {
        case 0 -> maxReadRequestUnits = in.longInteger(SizeRule.ANY);
        case 1 -> maxWriteRequestUnits = in.longInteger(SizeRule.ANY);
        default -> throw new IllegalStateException("no member " + member);
      }
    }
    return new OnDemandThroughput(maxReadRequestUnits, maxWriteRequestUnits);
  }
}
